"""Invented names from the many cultures of a real county: diacritics, apostrophes, one-word names, shared surnames."""

import random

FEMALE = (
    "Aoife Asha Amara Beatriz Bronwen Chidinma Chloë Daniela Eilidh Emeka Fatima Gráinne Hana Iolanda Ingrid Jadwiga "
    "Joanne Katarzyna Keisha Lan Lakshmi Łucja Magdaléna Marjolein Mihaela Naledi Nia Olena Oluwaseun Priya Quỳnh Renée "
    "Roisin Sadia Siân Sunita Thérèse Tülay Ursula Valentina Wanjiru Xanthe Yasmin Zoë Zofia Grace Sharon Emma Lucy Kim"
).split()
MALE = (
    "Adeyemi Aleksander Björn Callum Dafydd Darren Emre Farouk Gareth Giorgos Hamza Ivan Jürgen Kamil Kieran Lewis "
    "Mateusz Mohammed Nikolai Olumide Pádraig Paul Rhys Ravi Săndel Tomáš Umar Viktor Wei Yusuf Zbigniew Craig Lee Jason"
).split()
CHILD = "Alfie Ava Ben Cerys Dylan Ella Finn Freya Hugo Isla Jacob Kofi Leo Mina Noah Orla Poppy Rosa Sami Tia Zuzu".split()
FAMILY = (
    "O’Connell D’Souza Wójcik Nowak Nguyễn Prydderch Kovářová Ferreira-Gonçalves Mbeki Bankole Pemberton Ash Lefèvre "
    "Featherstonehaugh Al-Saʿdī Țurcanu Súilleabháin Adeyemi Chonaill Dąbrowska Jönsson Okafor Example Sample Testcase "
    "Practice Invented Rahman Kaur Hussain Smith Jones Taylor Brown Wilson Carter Marsh Creek Saltings Estuary Thorne"
).split()


def full_name(pick: random.Random, given: list[str]) -> tuple[str, str]:
    """A given and a family name; now and then only one name, as some people have."""
    if pick.random() < 0.01:
        return pick.choice(given), ""
    return pick.choice(given), pick.choice(FAMILY)
