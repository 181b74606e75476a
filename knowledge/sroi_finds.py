"""Days, ages, numbers of people and words of a social return case, in Dutch text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge import amount_words as words
from knowledge.language import simplify
from knowledge.number_text import any_of
from knowledge.places import Gazetteer
from knowledge.quantities import Duration, Unusable
from knowledge.sroi_case import STATE, Field, Wish
from knowledge.sroi_rules import Base, Purchase, RuleBook
from knowledge.working_time import YOUNGEST

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_YEAR = r"(20[1-3]\d)(?!\d|[.,]\d|\s*(?:euro|eur|€|uur|k\b|ton|m2|mensen))"
_DAY = re.compile(r"(?<![\d.,])(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_MONTH = re.compile(rf"(?:(?<!\d)(\d{{1,2}})\s+)?\b({'|'.join(_MONTHS)})\s+{_YEAR}")
_AT_YEAR = re.compile(
    rf"\b(?:in|uit|start|begint|begin|vanaf|per|sinds|jaar|van|voor|tijdens|,)\s+{_YEAR}"
)
_BARE_YEAR = re.compile(rf"^\D*{_YEAR}\D*$")
_NEAR_YEARS = {"volgend jaar": 1, "vorig jaar": -1, "dit jaar": 0}

_AGE = re.compile(
    r"(?<![\w.,])(\d{2})\s*(?:jaar|jr)(?:\s+oud)?\b"
    r"|\b(?:ze|zij|hij|die|iemand|kandidaat|man|vrouw)\s+(?:is|wordt|van)\s+(\d{2})(?![\w.,+%])"
    r"|\b(?:ze|zij|hij|die|iemand)\s+(?:al\s+)?(\d{2})\s+(?:is|wordt)\b"
    r"|\bis\s+(?:ze|zij|hij)\s+(\d{2})(?![\w.,+%])"
)
_AT_LEAST = re.compile(
    r"(?<![\w.,])(\d{2})\s?(?:\+|-?\s?plus)(?:ser|sers)?|\b(?:ouder dan|boven de|over de)\s+(\d{2})"
)
_SMALL = {**words.SMALL_NUMBERS}
_PEOPLE = (
    "mensen", "personen", "kandidaten", "werkzoekenden", "medewerkers", "werknemers", "collega's",
    "man", "stuks", "leerlingen", "jongeren", "werklozen",
)  # fmt: skip
_COUNT = rf"(?<![\w.,])(\d{{1,2}}|{any_of(_SMALL)})\s+"
_COUNT_BEFORE = re.compile(
    rf"{_COUNT}(?:langdurig\s+)?(?:{any_of(_PEOPLE)}\s+)?(?:die\s+)?"
    r"(?:(?:uit|met|in|van|vanuit|op)\s+)?(?:(?:de|een|het)\s+)?$"
)
_COUNT_ALONE = re.compile(rf"{_COUNT}(?:zulke\s+|van die\s+)?{any_of(_PEOPLE)}(?!\w)")

_DONT_KNOW = re.compile(
    r"\b(?:weet|weten|wist)\b[^.?!]{0,25}\bniet\b|\bgeen (?:flauw |enkel )?idee\b|\bweet niet\b"
    r"|\b(?:nog )?niet bekend\b|\bonbekend\b|\bzou (?:ik|het) niet weten\b|^\s*kweenie\W*$"
    r"|\bheb ik niet paraat\b|^\s*(?:geen idee|pas|onzeker)\W*$|\bkan ik niet zeggen\b"
)
_FIELD_WORDS = {
    Field.HOURS: r"\buren\b|\buur\b|werkweek",
    Field.MONTHS: r"\bmaand|\bhoe ?lang\b|\bduur\b",
    Field.AMOUNT: r"\bbedrag\b|\bopdrachtsom\b|\bhoe groot\b|\bhoogte van de opdracht\b",
    Field.PERCENTAGE: r"\bpercentage\b|\bprocent\b|\bhoeveel %",
    Field.GROUP: r"\bgroep\b|\bwelke uitkering\b|\bwie\b|\bdoelgroep\b",
    Field.MUNICIPALITY: r"\bgemeente\b",
    Field.BASE: r"\bloonsom\b|\bomzet\b",
    Field.DATE: r"\bdatum\b|\bwanneer\b",
}
_WISHES = {
    Wish.WAYS: (
        r"\bhoe ?lang (?:moet|duurt|heb)|\bhoeveel maanden\b|\bhoeveel (?:mensen|kandidaten)\b"
        r"|\bwat telt\b|\bwie telt\b|\bwaarmee\b|\bhoe (?:vul|kan ik dat invul|haal)"
        r"|\bgat\b|\bdicht(?:en)?\b|\btekort\b|\b(?:rest|restant)\b|\bopvullen\b"
    ),
    Wish.OBLIGATION: (
        r"\bmoet(?:en)?\b|\bverplicht|\bplicht\b|\bhoeveel (?:sroi|social return)\b|\bopdracht"
        r"|\baanneemsom\b|\binschrijf|\bpercentage\b"
    ),
    Wish.FULFILMENT: (
        r"\btel(?:t|len)\b|\blevert\b|\bopleveren\b|\bwaard\b|\binvul|\bkandidaat\b|\bopvoeren\b"
    ),
}
BUYING = re.compile(
    r"\b(?:in)?(?:koop|kopen|kocht|gekocht)\b|\bkoop\b.{0,30}\bin\b|\binkoop\b|\bingekocht\b"
    r"|\bbesteed|\bbesteden\b|\buitgeven\b|\bafnemen\b|\bfactuur\b|\bcatering van\b|\binhuren\b"
)
_SELLERS = {
    Purchase.SHELTERED_WORKPLACE: r"\bsw[- ]?bedrij|\bsociale werk(?:plaats|voorziening)",
    Purchase.SOCIAL_ENTERPRISE: (
        r"\bsociale? (?:onderneming|ondernemer|bedrijf|bedrijven|ondernemers|firma|zaak)"
        r"|\bsocial enterprise"
    ),
}
_BASES = {
    Base.AGREED_PRICE: r"\baanneemsom\b",
    Base.BID_PRICE: r"\binschrijf(?:som|prijs)\b",
    Base.CONTRACT_PRICE: r"\bopdracht(?:som|waarde)\b",
}
WAGES = re.compile(r"\bloonsom\b|\bloonkosten\b(?!subsidie)|\blonen\b")
INVOICED = re.compile(r"\bomzet\b|\bgefactureerd|\bfactureren\b")
LABOUR = re.compile(r"\barbeid\b|\barbeidsaandeel\b|\bloonaandeel\b|\barbeidskosten\b|\bmanuren\b")
GAP = re.compile(
    r"\btekort\b|\bgat\b|\bnog\b.{0,25}\b(?:te doen|open|invullen|in te vullen|over)\b"
    r"|\b(?:verplichting|plicht|sroi|social return|inspanning)\s+(?:is|van)\b"
)
CONTRACT = re.compile(r"\blooptijd\b|\bduurt\b|\bcontract\b|\bopdracht\b|\bproject\b|overeenkomst")
_STATE = re.compile(r"\b(?:het|van 't) rijk\b|\brijks(?:overheid|opdracht|dienst|waterstaat)\b")
_WAGE_SUBSIDY = re.compile(r"\bloonkostensubsidie\b|\blks\b")


@dataclass(frozen=True)
class Found:
    """A whole number in a text."""

    value: int
    start: int


def find_day(plain: str, today: date, expected: bool = False) -> date | None:
    """The day that a text names; of a month or a year the first."""
    numbers = _DAY.search(plain) or None
    if numbers:
        return _date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
    iso = _ISO.search(plain)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    month = _MONTH.search(plain)
    if month:
        return _date(int(month[3]), _MONTHS.index(month[2]) + 1, int(month[1] or 1))
    year = _AT_YEAR.search(plain) or (_BARE_YEAR.search(plain) if expected else None)
    if year:
        return _in_year(int(year[1]), today)
    near = next((shift for words_, shift in _NEAR_YEARS.items() if words_ in plain), None)
    return None if near is None else _in_year(today.year + near, today)


def _in_year(year: int, today: date) -> date:
    """This year means today; of another year it is the first day."""
    return today if year == today.year else date(year, 1, 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_ages(plain: str, durations: list[Duration | Unusable]) -> list[Found]:
    """Ages of candidates: what is no length of time."""
    found = []
    for match in _AGE.finditer(plain):
        age = int(next(part for part in match.groups() if part))
        is_duration = any(one.start <= match.start(0) < one.end for one in durations)
        if age >= YOUNGEST and not is_duration:
            found.append(Found(age, match.start()))
    return found


def find_least_ages(plain: str) -> list[Found]:
    """ "50+", "ouder dan 55"."""
    return [
        Found(int(match[1] or match[2]), match.start())
        for match in _AT_LEAST.finditer(plain)
        if int(match[1] or match[2]) >= YOUNGEST
    ]


def count_before(plain: str, place: int) -> int | None:
    """How many people stand before a group: "twee mensen uit de bijstand"."""
    match = _COUNT_BEFORE.search(plain[:place])
    return _count(match) if match and not _is_age(plain, match) else None


def find_count(plain: str) -> int | None:
    """ "en met 3 mensen?"."""
    match = _COUNT_ALONE.search(plain)
    return _count(match) if match and not _is_age(plain, match) else None


def _is_age(plain: str, count: re.Match[str]) -> bool:
    """Whether the number is somebody's age: "iemand van 55 uit de bijstand"."""
    ages = (found.span(number) for found in _AGE.finditer(plain) for number in range(1, 5))
    return count.span(1) in set(ages)


def _count(match: re.Match[str]) -> int | None:
    said = match[1]
    number = int(said) if said.isdigit() else _SMALL[said]
    return number if number > 0 else None


def unknown_field(plain: str, asked: Field | None) -> Field | None:
    """What "weet ik niet" is about: what it names, else what was asked."""
    if not _DONT_KNOW.search(plain):
        return None
    named = (field for field, pattern in _FIELD_WORDS.items() if re.search(pattern, plain))
    return next(named, asked)


def find_wishes(plain: str) -> list[Wish]:
    """What the user wants to know."""
    return [wish for wish, pattern in _WISHES.items() if re.search(pattern, plain)]


def find_seller(plain: str) -> Purchase | None:
    """From whom is bought."""
    return next((kind for kind, pattern in _SELLERS.items() if re.search(pattern, plain)), None)


def find_base(plain: str) -> Base | None:
    """The name that is given to the price."""
    return next((base for base, pattern in _BASES.items() if re.search(pattern, plain)), None)


def find_wage_subsidy(plain: str) -> bool | None:
    """Whether a candidate comes with wage subsidy, when that is said."""
    match = _WAGE_SUBSIDY.search(plain)
    return None if match is None else not re.search(r"(?:geen|zonder)\s+$", plain[: match.start()])


def find_places(
    text: str, gazetteer: Gazetteer, book: RuleBook, expected: bool = False
) -> list[str]:
    """The keys of the municipalities that a text names, in order; the state is one of them.

    Args:
        expected: the text answers the question which municipality it is.
    """
    plain = simplify(text)
    taken: list[tuple[int, int, str]] = []
    for pattern, town in gazetteer.names:
        match = pattern.search(plain) or _after_another(plain, town.name, town.key, book, expected)
        if match and all(match.end() <= start or end <= match.start() for start, end, _ in taken):
            taken.append((match.start(), match.end(), town.key))
    state = _STATE.search(plain)
    if state:
        taken.append((state.start(), state.end(), STATE))
    return list(dict.fromkeys(key for _, _, key in sorted(taken)))


def _after_another(
    plain: str, name: str, key: str, book: RuleBook, expected: bool
) -> re.Match[str] | None:
    """ "Utrecht en Leiden": a name that is an ordinary word too, where a name is expected."""
    if key not in book.municipalities():
        return None
    word = re.escape(simplify(name))
    if expected:
        return re.search(rf"\b{word}\b", plain)
    return re.search(rf"\b(?:en|of|met|naar|versus|vs|bij|tussen)\s+{word}\b(?!\s+\w+\s+op)", plain)
