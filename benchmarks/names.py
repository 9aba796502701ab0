"""Twenty thousand family names and four thousand given names, as unevenly spread as real ones, from many languages.

Invented by joining roots and endings, but for a few real ones that are spelt in several ways: these are what probes
spell differently. The commonest family name is held by 0.7%, the commonest given name by 1.5%.
"""

import random
from itertools import accumulate

FAMILIES, GIVENS = 20_000, 4_000


def _split(text: str) -> list[str]:
    return text.split()


# The same name as it is spelt in other languages or registers: each way is a name of the population.
GIVEN_SPELLINGS = (
    ("Mohammed", "Muhammad", "Mohamed", "Muhamad", "Mohamad"), ("Yusuf", "Yousef", "Jusuf", "Yousuf"),
    ("Hussein", "Husayn", "Hussain"), ("Ahmed", "Ahmad", "Achmed"), ("Alexander", "Aleksandr", "Oleksandr"),
    ("Sergei", "Sergey", "Serhiy"), ("Yuliya", "Julia", "Iuliia"), ("Fatima", "Fatma", "Fatimah"),
    ("Aisha", "Aysha", "Ayesha", "Aïcha"), ("Ekaterina", "Yekaterina", "Katerina"), ("Zoë", "Zoe", "Zoey"),
    ("Siobhán", "Siobhan", "Shivaun"), ("Chloé", "Chloe", "Khloe"), ("Stephen", "Steven", "Stefan"),
    ("Catherine", "Katherine", "Kathryn", "Catharine"), ("Łukasz", "Lukas", "Lucas"), ("Agnieszka", "Agneszka"),
    ("Nguyệt", "Nguyet"), ("Xiao", "Hsiao"), ("Jin", "Chin"), ("Rakesh", "Raakesh"), ("Priya", "Preeya"),
    ("Oluwaseun", "Oluseun"), ("Björn", "Bjorn", "Bjoern"), ("Jürgen", "Juergen", "Jurgen"), ("Thérèse", "Theresa"),
    ("Юлия", "Yulia"), ("Dmitri", "Dmytro", "Dimitri"), ("Giorgos", "Yiorgos", "George"), ("Khadija", "Khadijah"),
)  # fmt: skip
FAMILY_SPELLINGS = (
    ("Hussain", "Hussein", "Husain"), ("Chowdhury", "Choudhury", "Chaudhry", "Chaudhary"), ("Rahman", "Rehman"),
    ("Shevchenko", "Schewtschenko", "Ševčenko"), ("Popov", "Popow", "Popoff"), ("Müller", "Mueller", "Muller"),
    ("Öztürk", "Ozturk", "Oeztuerk"), ("Kovač", "Kovac", "Kovach"), ("Dąbrowski", "Dabrowski", "Dombrowski"),
    ("Jørgensen", "Jorgensen", "Joergensen"), ("O’Brien", "OBrien"), ("MacDonald", "McDonald", "Mc Donald"),
    ("Al-Hassan", "Alhassan", "Hassan"), ("Qureshi", "Kureshi", "Koreishi"), ("Zhang", "Chang"), ("Nguyễn", "Nguyen"),
    ("Wójcik", "Wojcik", "Voytsik"), ("Smith", "Smyth", "Schmidt"), ("Stewart", "Stuart"), ("Philips", "Phillips"),
    ("Clark", "Clarke", "Clerk"), ("Reid", "Reed", "Read"), ("Thomson", "Thompson", "Tomson"), ("Mbeki", "M’beki"),
    ("Yılmaz", "Yilmaz"), ("Papadopoulos", "Papadopulos"), ("Özdemir", "Ozdemir"), ("Ó Súilleabháin", "O Sullivan"),
    ("Le Fèvre", "Lefevre"), ("van der Berg", "Vandenberg"), ("García", "Garcia"), ("Gonçalves", "Goncalves"),
)  # fmt: skip
ROOTS = _split(
    "Ash Black Brad Brough Cal Chad Crow Dal East Fair Fen Gar Gold Green Hal Hart Haw Hol Kes Kirk Lang Lin Mal "
    "Mar Mel Mor New Nor Oak Pem Pen Quar Rad Ray Red Sal San Shel Stan Sut Thorn Tun Up Wal Wat West Whit Wil "
    "Win Wy Kowal Nowa Maz Wisz Krasz Sob Zaw Jan Piot Stef Pav Rad Iva Petr Sokol Vol Kuz Moro Adem Oke Chuk Ola "
    "Bab Ade Sing Pat Shar Gup Bhat Meh Cho Das Ran Kha Mal Sid Has Kar Rah Fer Per Car Mor San Gon Rod Cos Al "
    "Bar Dem Yil Kay "
)
ENDS = _split(
    "ford ley ton ham worth field wood well shaw by thorpe den stead bourne more man son s er ing ski ska wicz "
    "czyk iak ov ova enko uk ic ov an ides opoulos ola yemi nwa kwu ayo esh ani wala deep preet al een i ullah "
    "din ar eira es ez ado inho ini etti oglu lar can sen quist berg strom dóttir ák ová "
)
GIVEN_ROOTS = _split(
    "Al Am An Ar Be Bri Ca Cha Chi Da De El Em Er Fa Fe Ga Gre Ha He In Is Ja Je Jo Ka Ke La Le Li Lo Ma Me Mi Na "
    "Ne Ni No Ol Pa Pe Ra Re Ri Ro Sa Se Sha Si So Sta Ta Te To Tri Va Ve Vi Wa Wi Xa Ya Yo Za Ze "
)
GIVEN_ENDS = _split(
    "ana ara bert bin bella cia cy da dan del don dra dy el ela ena eric fia gan gela han ia ian ias ika ila ilda "
    "in ina ine ita ja jan ka kesh la lena lia lin lina lise lla lo mar mina mir na nah neth nia nik no ra rah "
    "rene ria rick rin rita ron ry sa san sha sia slav son ta than tia tin tor tte van vin wen y zan zia "
)


class Register:
    """The names of a population and how often each is borne; the same for a seed on every machine."""

    def __init__(self, seed: int = 7) -> None:
        pick = random.Random(seed)
        self.families = _names(FAMILY_SPELLINGS, ROOTS, ENDS, FAMILIES, pick)
        self.givens = _names(GIVEN_SPELLINGS, GIVEN_ROOTS, GIVEN_ENDS, GIVENS, pick)
        self._family_weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.families))))
        self._given_weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.givens))))

    def draw(self, size: int, pick: random.Random) -> list[tuple[str, str]]:
        """Given and family names of so many people: 3% have two family names, 4% two given names, 1% one name."""
        families = pick.choices(self.families, cum_weights=self._family_weights, k=size)
        givens = pick.choices(self.givens, cum_weights=self._given_weights, k=size)
        return [self._name(given, family, pick) for given, family in zip(givens, families, strict=True)]

    def _name(self, given: str, family: str, pick: random.Random) -> tuple[str, str]:
        chance = pick.random()
        if chance < 0.01:
            return given, ""
        if chance < 0.04:
            return given, f"{family}-{pick.choice(self.families[:2000])}"
        return (f"{given} {pick.choice(self.givens[:400])}", family) if chance < 0.08 else (given, family)


def _names(spelt, roots, ends, size, pick) -> list[str]:
    made = list(dict.fromkeys(name for group in spelt for name in group))
    joined = [root + middle + end for root in roots for middle in ("", "a", "el", "in", "o") for end in ends]
    pick.shuffle(joined)
    found = list(dict.fromkeys(made + joined))[:size]
    pick.shuffle(found)
    if len(found) < size:
        raise ValueError(f"Only {len(found)} names.")
    return found
