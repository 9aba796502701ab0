import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from common.rls import ProtectRows

# Nobody is signed in where a link is opened, and nobody sees a row: whether it may still be used, and writing down what
# was said, are two functions that take the hash of the secret and give nothing back about anybody.
OPEN = """
CREATE FUNCTION access.voice_is_open(digest text, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
SELECT EXISTS (
  SELECT FROM public.support_voicelink v
  JOIN public.support_episode e ON e.id = v.episode_id
  JOIN public.cases_safecontact c ON c.id = v.contact_id
  WHERE v.secret_sha256 = digest AND v.used_at IS NULL AND v.expires_at > at AND e.stage <> 'closed'
    AND c.superseded_at IS NULL)
$$;
"""
ANSWER = """
CREATE FUNCTION access.voice_answer(
  digest text, at timestamptz, wants text, afraid_of text, safe_to text, not_safe_to text, police text)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  link record;
BEGIN
  IF NOT access.voice_is_open(digest, at) THEN
    RETURN NULL;
  END IF;
  UPDATE public.support_voicelink v SET used_at = at
  FROM public.support_episode e
  WHERE e.id = v.episode_id AND v.secret_sha256 = digest AND v.used_at IS NULL
  RETURNING v.id, e.case_id, e.agency_id INTO link;
  IF link IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.cases_victimview
    (case_id, aware_of_referral, agrees, wants, afraid_of, safe_to_talk_to, not_safe_to_talk_to,
     wants_to_speak_to_police, source, recorded_at, from_agency_id)
  VALUES (link.case_id, '', '', wants, afraid_of, safe_to, not_safe_to, police, 'link', at, link.agency_id);
  RETURN link.id;
END $$;
"""


class Migration(migrations.Migration):
    """A link is made by the service and used once; what it is used for is written by the function above alone."""

    dependencies = [
        ("cases", "0023_source_of_views"),
        ("support", "0010_practical"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VoiceLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.safecontact"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.episode"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        ProtectRows("VoiceLink", read="access.works_episode(episode_id)", update=None),
        migrations.RunSQL(OPEN, "DROP FUNCTION access.voice_is_open(text, timestamptz)"),
        migrations.RunSQL(ANSWER, "DROP FUNCTION access.voice_answer(text, timestamptz, text, text, text, text, text)"),
    ]
