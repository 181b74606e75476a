"""Understanding which of a few shown options somebody picks in their own words."""

from __future__ import annotations

import re

from knowledge.language import is_telling, simplify, words

_ORDINALS = {
    "eerste": 0, "bovenste": 0, "a": 0,
    "tweede": 1, "twee": 1, "b": 1,
    "derde": 2, "drie": 2, "c": 2,
    "vierde": 3, "vier": 3, "d": 3,
}  # fmt: skip
_LAST = frozenset({"laatste", "onderste"})
_MIDDLE = frozenset({"middelste", "midden"})
_NUMBER = re.compile(r"\b(\d)(?:e|ste|de)?\b")


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


def _by_name(said: list[str], options: list[str]) -> int | None:
    """The only option that shares the most telling words with what was said."""
    telling = {word for word in said if is_telling(word)}
    shared = [len(telling & {word for word in words(name) if is_telling(word)}) for name in options]
    best = max(shared, default=0)
    return shared.index(best) if best and shared.count(best) == 1 else None


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
