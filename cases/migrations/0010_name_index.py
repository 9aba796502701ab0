"""The index that finds people whose name or date of birth was written another way.

`matching.key` has one row for each pair of words of a name; `matching.word` each word once, with its trigrams: a
dictionary of tens of thousands of words is searched quickly where a million names are not. A list of who is known would
be an oracle, so the schema is closed to every role that serves: `access.find_people` alone reads it, and hands out the
keys of people whom the scope sees. Triggers keep it, so no way of writing a name can forget it.
"""

from django.db import migrations

# The same letters and rules as cases/matching.py; a test compares the two.
PAIRS = (
    ("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"), ("þ", "th"), ("Þ", "th"),
    ("ŋ", "ng"), ("Ŋ", "ng"), ("ə", "e"), ("Ə", "e"), ("Ж", "zh"), ("ж", "zh"), ("Х", "kh"), ("х", "kh"),
    ("Ц", "ts"), ("ц", "ts"), ("Ч", "ch"), ("ч", "ch"), ("Ш", "sh"), ("ш", "sh"), ("Щ", "shch"), ("щ", "shch"),
    ("Ю", "yu"), ("ю", "yu"), ("Я", "ya"), ("я", "ya"), ("Θ", "th"), ("θ", "th"), ("Ξ", "x"), ("ξ", "x"),
    ("Χ", "ch"), ("χ", "ch"), ("Ψ", "ps"), ("ψ", "ps"),
)  # fmt: skip
LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZŁØĐÐĦŦĸŁıłøđðħŧ"
    "АБВГДЕЗИІКЛМНОПРСТУФЫЭЎҐЄЈабвгдезиіклмнопрстуфыэўґєј"
    "ΑΒΓΔΕΖΗΙΚΛΜΝΟΠΡΣΤΥΦΩαβγδεζηικλμνοπρστυφως"
    "ЪЬъь"  # nothing stands for these
)
SPELT = (
    "abcdefghijklmnopqrstuvwxyzloddhtkliloddht"
    "abvgdeziiklmnoprstufyeugejabvgdeziiklmnoprstufyeugej"
    "avgdeziiklmnoprstyfoavgdeziiklmnoprstyfos"
)
PARTICLES = (
    "van", "von", "der", "den", "ter", "de", "del", "della", "da", "das", "do", "dos", "di", "du", "la", "le",
    "al", "el", "ul", "ur", "bin", "bint", "ibn", "abu", "abd", "mac", "mc",
)  # fmt: skip
SOUNDS = (
    (r"[0-9]", ""),
    (r"^(dzh|dj|zh)", "j"),
    (r"^(kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^ps", "s"),
    (r"^x", "s"),
    (r"^mc", "mak"),
    (r"ph", "f"),
    (r"szcz|shch|tsch|sch|tch|cz|sz|ch|sh|zh|ts|tz|cs|zs", "s"),
    (r"kh", "h"),
    (r"gh|ck|cq|qu|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"th|dh|d", "t"),
    (r"^g(?=[eiy])", "j"),
    (r"g", "k"),
    (r"z", "s"),
    (r"^(y|i(?=[aeou]))", "j"),
    (r"[aeo]w(?=[^aeiouy]|$)", "a"),
    (r"[vw]", "f"),
    (r"(.)j+", r"\1"),
    (r"h", ""),
    (r"(.)\1+", r"\1"),
    (r"^[aeiouy]+", "A"),
    (r"[aeiouy]+", ""),
)
SCHEMA = """
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE SCHEMA matching;
CREATE TABLE matching.word (word text PRIMARY KEY);
CREATE INDEX word_trigrams ON matching.word USING gin (word public.gin_trgm_ops);
CREATE TABLE matching.key (
  name_id bigint NOT NULL, person_id uuid NOT NULL, family text NOT NULL, given text NOT NULL,
  family_sound text NOT NULL, given_sound text NOT NULL
);
CREATE INDEX key_name ON matching.key (name_id);
CREATE INDEX key_person ON matching.key (person_id);
CREATE INDEX key_words ON matching.key (family, given);
CREATE INDEX key_sounds ON matching.key (family_sound, given_sound);
CREATE INDEX key_given ON matching.key (given) WHERE given <> '';
CREATE INDEX birth_date_on ON cases_birthdate ("on", person_id) WHERE struck_at IS NULL;
"""
FUNCTIONS = r"""
CREATE FUNCTION matching.fold(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  folded text := name;
  words text[];
BEGIN
  folded := translate(folded, '''’‘ʼʿʾʹ`´′', '');
  folded := normalize(folded, NFKD);
  folded := regexp_replace(folded, '[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670'
    '\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g');
  folded := translate(folded, '{letters}', '{spelt}');
  {pairs}
  folded := regexp_replace(folded, '[^a-z0-9\u0100-\u1fff\u2070-\U0010ffff]+', ' ', 'g');
  words := string_to_array(btrim(folded, ' '), ' ');
  SELECT coalesce(string_agg(w, ' ' ORDER BY n), array_to_string(words, ' ')) INTO folded
  FROM unnest(words) WITH ORDINALITY AS each (w, n) WHERE w <> ALL ('{{{particles}}}');
  RETURN folded;
END $$;

CREATE FUNCTION matching.sound(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  heard text := word;
BEGIN
  {sounds}
  RETURN left(coalesce(nullif(heard, ''), word), 8);
END $$;

-- What one part of a folded name is found by: each word, and all of them written as one.
CREATE FUNCTION matching.words_of(part text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN part = '' THEN '{{""}}'
              WHEN cardinality(w) > 1 THEN w || array_to_string(w, '') ELSE w END
  FROM (SELECT (string_to_array(part, ' '))[1:4] AS w) AS split
$$;

CREATE FUNCTION matching.index_name(wanted bigint, who uuid, given text, family text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  firsts text[] := matching.words_of(matching.fold(given));
  lasts text[] := matching.words_of(matching.fold(family));
BEGIN
  IF lasts = '{{""}}' THEN  -- one name alone stands as the family name
    lasts := firsts; firsts := '{{""}}';
  END IF;
  INSERT INTO matching.word SELECT DISTINCT w FROM unnest(lasts || firsts) AS w WHERE w <> ''
  ON CONFLICT DO NOTHING;
  INSERT INTO matching.key SELECT wanted, who, f, g, matching.sound(f), matching.sound(g)
  FROM unnest(lasts) AS f, unnest(firsts) AS g WHERE f <> '';
END $$;
"""
TRIGGERS = """
CREATE FUNCTION matching.keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE matching.key, matching.word;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM matching.key WHERE name_id = OLD.id;
    -- A word that nobody is called any more is forgotten.
    DELETE FROM matching.word w
    WHERE w.word = ANY (matching.words_of(matching.fold(OLD.family)) || matching.words_of(matching.fold(OLD.given)))
      AND NOT EXISTS (SELECT FROM matching.key k WHERE k.family = w.word)
      AND NOT EXISTS (SELECT FROM matching.key k WHERE k.given = w.word AND k.given <> '');
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.struck_at IS NULL THEN  -- what was entered in error finds nobody
    PERFORM matching.index_name(NEW.id, NEW.person_id, NEW.given, NEW.family);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_index AFTER INSERT OR DELETE ON cases_personname
FOR EACH ROW EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index_of_changed AFTER UPDATE ON cases_personname FOR EACH ROW
WHEN ((OLD.person_id, OLD.given, OLD.family, OLD.struck_at)
      IS DISTINCT FROM (NEW.person_id, NEW.given, NEW.family, NEW.struck_at))
EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index_of_none AFTER TRUNCATE ON cases_personname
FOR EACH STATEMENT EXECUTE FUNCTION matching.keep();
SELECT matching.index_name(id, person_id, given, family) FROM cases_personname WHERE struck_at IS NULL;
"""


def quoted(text: str) -> str:
    return text.replace("'", "''")


def functions() -> str:
    return FUNCTIONS.format(
        letters=LETTERS,
        spelt=SPELT,
        pairs="\n  ".join(f"folded := replace(folded, '{letter}', '{spelt}');" for letter, spelt in PAIRS),
        particles=",".join(PARTICLES),
        sounds="\n  ".join(
            f"heard := regexp_replace(heard, '{quoted(pattern)}', '{spelt}', 'g');" for pattern, spelt in SOUNDS
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_trail")]

    operations = [
        migrations.RunSQL(
            SCHEMA,
            "DROP INDEX birth_date_on; DROP TABLE matching.key, matching.word; DROP SCHEMA matching;",
        ),
        migrations.RunSQL(
            functions(),
            "DROP FUNCTION matching.index_name, matching.words_of, matching.sound, matching.fold",
        ),
        migrations.RunSQL(
            TRIGGERS,
            """
            DROP TRIGGER keep_index ON cases_personname;
            DROP TRIGGER keep_index_of_changed ON cases_personname;
            DROP TRIGGER keep_index_of_none ON cases_personname;
            DROP FUNCTION matching.keep();
            """,
        ),
    ]
