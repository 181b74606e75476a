"""Understanding which of a few shown options somebody picks in their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.language import is_telling, simplify, words
from knowledge.records import Option

_ORDINALS = {
    "eerste": 0, "bovenste": 0, "a": 0,
    "tweede": 1, "twee": 1, "b": 1,
    "derde": 2, "drie": 2, "c": 2,
    "vierde": 3, "vier": 3, "d": 3,
}  # fmt: skip
_LAST = frozenset({"laatste", "onderste"})
_MIDDLE = frozenset({"middelste", "midden"})
_NUMBER = re.compile(r"\b(\d)(?:e|ste|de)?\b")
_CARDINALS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9, "tien": 10,
}  # fmt: skip
_STEP = re.compile(r"\bstap(?:nummer|je)?\s*(?:nr\.?|nummer)?\s*(\d{1,2}[a-i]?|[a-zë]+)\b")
_LETTERED = re.compile(r"\b(\d{1,2}[a-i])\b")  # "8a": nothing else is written so
_ORDINAL_STEP = re.compile(
    r"\b(\d{1,2})(?:e|ste|de)\s+stap\b|\b(eerste|[a-zë]+de|achtste)\s+stap\b"
)
_NUMBERS = {
    "nul": 0, "een": 1, "eerste": 1, "twee": 2, "tweede": 2, "drie": 3, "derde": 3, "vier": 4,
    "vierde": 4, "vijf": 5, "vijfde": 5, "zes": 6, "zesde": 6, "zeven": 7, "zevende": 7, "acht": 8,
    "achtste": 8, "negen": 9, "negende": 9, "tien": 10, "tiende": 10, "elf": 11, "elfde": 11,
    "twaalf": 12, "twaalfde": 12,
}  # fmt: skip
_ASKING = re.compile(
    r"\?|^\W*(?:en\s+)?(?:bij\s+)?(?:wie|wat|waar|hoe|welke|wanneer|mag|kan)\b", re.I
)
_ALL = re.compile(r"\b(?:alles|allemaal|alle punten)\b", re.I)
_UNDO = re.compile(r"\b(?:weg|weer|toch niet|nog niet|ongedaan)\b", re.I)


def chosen(text: str, options: list[str]) -> int | None:
    """The place (0 = first) of the option meant, or None when the text picks none of them.

    Understands numbers, ordinals and letters ("2", "de tweede", "b", "de
    laatste") and words of the option itself.
    """
    said = words(text)
    place = _by_name(said, options)
    if place is None:
        place = _by_place(simplify(text), said, len(options))
    return place if place is not None and place < len(options) else None


def picked_option(text: str, options: Sequence[Option]) -> Option | None:
    """The answer to a question; None when it is unclear or a question of the user's own.

    An option whose whole name is said goes before one that shares some words.
    """
    if _ASKING.search(text) and len(text.split()) > 3:
        return None
    said = words(text)
    names = [(option.label, *option.phrases) for option in options]
    whole = [max(_length_of(name, said) for name in group) for group in names]
    best = max(whole, default=0)
    if best and whole.count(best) == 1:
        return options[whole.index(best)]
    place = chosen(text, [" ".join(group) for group in names])
    return options[place] if place is not None else None


def meant_items(text: str, items: Sequence[str]) -> list[int]:
    """Places (0 = first) in a checklist that a text names: all, some by number, one by name."""
    if _ALL.search(text):
        return list(range(len(items)))
    places = counted(text)
    if places:
        return places
    place = chosen(text, list(items)) if text else None
    return [] if place is None else [place]


def takes_back(text: str) -> bool:
    """Whether a text takes back what was ticked: "haal 2 weer weg"."""
    return _UNDO.search(text) is not None


def named_number(text: str) -> str | None:
    """The number of a step that a text names: "stap 3", "8a", "de derde stap", "stap drie"."""
    plain = simplify(text)
    named = (_STEP, _ORDINAL_STEP, _LETTERED)
    for found in (match for pattern in named for match in pattern.finditer(plain)):
        said = next(part for part in found.groups() if part)
        if said[0].isdigit():
            return said
        if said in _NUMBERS:
            return str(_NUMBERS[said])
    return None


def counted(text: str) -> list[int]:
    """Places (0 = first) that a text counts off: "1 en 3", "een en drie", "de eerste twee"."""
    figures = [int(one) - 1 for one in re.findall(r"\d+", text)]
    if figures:
        return figures
    said = words(text)
    found = [(at, _CARDINALS[word]) for at, word in enumerate(said) if word in _CARDINALS]
    if not found:
        return []
    at, number = found[0]
    before = said[at - 1] if at else ""
    if before == "eerste":
        return list(range(number))
    is_article = [one for _, one in found] == [1] and before not in ("punt", "nummer")
    return [] if is_article else [one - 1 for _, one in found]


def _by_name(said: list[str], options: list[str]) -> int | None:
    """The only option that shares the most telling words with what was said."""
    telling = {word for word in said if is_telling(word)}
    shared = [len(telling & {word for word in words(name) if is_telling(word)}) for name in options]
    best = max(shared, default=0)
    return shared.index(best) if best and shared.count(best) == 1 else None


def _length_of(name: str, said: list[str]) -> int:
    """How many words of a message are this name in full; 0 when it is not in it."""
    named = words(name)
    starts = range(len(said) - len(named) + 1)
    return len(named) if any(said[at : at + len(named)] == named for at in starts) else 0


def _by_place(text: str, said: list[str], count: int) -> int | None:
    if _LAST & set(said):
        return count - 1
    if _MIDDLE & set(said):
        return count // 2
    number = _NUMBER.search(text)
    if number:
        return int(number.group(1)) - 1 if number.group(1) != "0" else None
    if said == ["een"]:  # within a sentence it is an article
        return 0
    return next((_ORDINALS[word] for word in said if word in _ORDINALS), None)
