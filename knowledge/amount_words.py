"""The Dutch words for numbers, money, time and work weeks, as `knowledge.amounts` reads them.

All words are lower case and without accents.
"""

from __future__ import annotations

from decimal import Decimal

ONES = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9,
}  # fmt: skip
TEENS = {
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15,
    "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
    "tachtig": 80, "negentig": 90,
}  # fmt: skip
SMALL_NUMBERS = {
    **ONES, **TEENS, **TENS,
    **{f"{one}en{ten}": small + big for one, small in ONES.items() for ten, big in TENS.items()},
}  # fmt: skip
"""One to ninety-nine, written as one word ("vijfentwintig")."""

HALF, QUARTER = Decimal("0.5"), Decimal("0.25")
FRACTION_WORDS = {
    "anderhalf": Decimal("1.5"), "anderhalve": Decimal("1.5"),
    "half": HALF, "halve": HALF, "kwart": QUARTER,
    "driekwart": Decimal("0.75"), "drie kwart": Decimal("0.75"),
}  # fmt: skip
FRACTION_SIGNS = {
    "½": HALF, "1/2": HALF, "¼": QUARTER, "1/4": QUARTER,
    "¾": Decimal("0.75"), "3/4": Decimal("0.75"),
}  # fmt: skip

THOUSAND, TON, MILLION = Decimal(1000), Decimal(100_000), Decimal(1_000_000)
SCALES = {
    "k": THOUSAND, "duizend": THOUSAND, "dzd": THOUSAND, "mille": THOUSAND,
    "ton": TON, "tonnen": TON, "tonnetje": TON,
    "mln": MILLION, "mio": MILLION, "miljoen": MILLION, "miljoenen": MILLION, "milj": MILLION,
    "miljard": Decimal(1_000_000_000), "mld": Decimal(1_000_000_000),
}  # fmt: skip
CURRENCY = ("euro's", "euros", "euro", "eur", "€")
NO_CENTS = (",--", ",-", ",=", ".-")

VAT_EXCLUDED = ("exclusief", "excl", "ex", "zonder")
VAT_INCLUDED = ("inclusief", "incl", "inc", "met")
VAT = ("btw", r"b\.t\.w\.?", "vat")

MONTHS_PER_UNIT = {
    "jaar": Decimal(12), "jaren": Decimal(12), "jaartje": Decimal(12), "jr": Decimal(12),
    "halfjaar": Decimal(6), "halfjaren": Decimal(6),
    "kwartaal": Decimal(3), "kwartalen": Decimal(3),
    "maand": Decimal(1), "maanden": Decimal(1), "mnd": Decimal(1), "mndn": Decimal(1),
    "mnden": Decimal(1), "mdn": Decimal(1),
    "week": Decimal(12) / 52, "weken": Decimal(12) / 52,
    "wk": Decimal(12) / 52, "wkn": Decimal(12) / 52,
}  # fmt: skip
"""A week is 12/52 of a month: a year has 52 weeks."""
WEEKS = ("week", "weken", "wk", "wkn")
YEARS = ("jaar", "jaren", "jr")
ABOUT_A_CONTRACT = ("looptijd", "duur", "contract", "opdracht", "gedurende", "raamovereenkomst")
"""Before a number of years they make it a duration; otherwise a high number is an age."""

HOURS = ("uur", "uren", "uurtjes", "u", "hrs")
WEEKLY = (
    r"per\s+week", r"p\s?/\s?w", r"p\.?w\.?", r"/\s?(?:week|wk)", r"in\s+de\s+week",
    r"in\s+een\s+week", r"elke\s+week", r"iedere\s+week", r"wekelijks", r"week", r"p\.?\s?wk",
)  # fmt: skip
MONTHLY = (r"per\s+maand", r"/\s?(?:maand|mnd)", r"in\s+de\s+maand", r"p\.?\s?mnd")
DAILY = (r"per\s+dag", r"/\s?dag", r"op\s+een\s+dag")
FTE = ("fte", "fte's", "ftes")
FULL_TIME = (
    "fulltime", "full-time", "full time", "voltijds", "voltijd", "hele werkweek",
    "volledige werkweek", "volledige baan",
)  # fmt: skip
HALF_TIME = ("halftime", "half-time", "halve baan", "halve werkweek")
CLOCK = ("om", "rond", "tegen", "vanaf", "binnen", "sinds")
"""Before "9 uur" they make it a time of day or a deadline."""

RANGES = ("tot", "a", "of", "tot en met", "t/m")
"""Between two numbers ("2 tot 3 ton"), besides a dash."""

NOT_MONEY = (
    "uur", "uren", "u", "jaar", "jaren", "jr", "maand", "maanden", "mnd", "week", "weken", "wk",
    "dag", "dagen", "fte", "m2", "m3", "m²", "m³", "meter", "km", "kilometer", "kg", "kilo", "ha",
    "hectare", "inwoners", "mensen", "personen", "medewerkers", "werknemers", "woningen",
    "huizen", "bezoekers", "leden", "klanten", "stuks", "keer", "x", "kwh", "mw", "liter",
    "kinderen", "leerlingen", "studenten", "bedrijven", "adressen", "stemmen", "kandidaten",
)  # fmt: skip
"""After a number they say that it counts something else than euros."""
IDENTIFIERS = (
    "stap", "artikel", "art", "lid", "punt", "paragraaf", "hoofdstuk", "nummer", "nr", "no",
    "perceel", "kavel", "fase", "versie", "kvk", "kvk-nummer", "bsn", "zaak", "zaaknummer",
    "dossier", "dossiernummer", "factuurnummer", "ordernummer", "kenmerk", "referentie",
    "btw-nummer", "kamer", "bijlage", "pagina", "blz", "wet", "verordening", "tel", "telefoon",
    "telefoonnummer", "mobiel",
)  # fmt: skip
"""Before a number they make it a name instead of a quantity."""
