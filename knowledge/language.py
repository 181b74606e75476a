"""Dutch text: one spaCy pipeline for the whole product, and cleaning up what people type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

OFFICIAL_MODEL = "nl_core_news_sm"
STAND_IN = "nl_lookup"

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"'})


@dataclass(frozen=True)
class Token:
    """A word as typed, its lower-case form and its lemma."""

    text: str
    norm: str
    lemma: str
    start: int


@dataclass(frozen=True)
class Dutch:
    """A loaded spaCy pipeline and the name by which models remember it."""

    name: str
    nlp: Language

    def tokens(self, text: str) -> list[Token]:
        """Words and numbers of a text, without punctuation, in order."""
        return [
            Token(token.text, fold(token.text), fold(token.lemma_ or token.text), token.idx)
            for token in self.nlp(text)
            if _WORD.search(token.text)
        ]


def dutch_name() -> str:
    """The name of the installed Dutch pipeline, without loading it."""
    try:
        return f"{OFFICIAL_MODEL}-{version(OFFICIAL_MODEL)}"
    except PackageNotFoundError:
        return STAND_IN


@cache
def dutch() -> Dutch:
    """The Dutch pipeline: `nl_core_news_sm` when installed, else blank with lookup lemmas.

    spaCy is imported here because it brings in TensorFlow where that is
    installed: seconds and hundreds of megabytes that matching has no use for.
    """
    import spacy

    if dutch_name() != STAND_IN:
        return Dutch(dutch_name(), spacy.load(OFFICIAL_MODEL, exclude=["parser", "ner", "senter"]))
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return Dutch(STAND_IN, nlp)


def tidy(text: str) -> str:
    """One line of composed characters, without control characters and doubled white space."""
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    visible = (sign for sign in text if unicodedata.category(sign) != "Cf")
    kept = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in visible)
    return " ".join("".join(kept).split())


def fold(text: str) -> str:
    """Lower case without accents: "Coördinator" and "coordinator" are the same word."""
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def simplify(text: str) -> str:
    """What matching reads: tidy, folded, and "heeeel" written as "heel"."""
    return _STRETCHED.sub(r"\1\1", fold(tidy(text)))


def words(text: str) -> list[str]:
    """The words of a text, simplified."""
    return _WORD.findall(simplify(text))


def is_telling(word: str) -> bool:
    """Whether a (simplified) word says something about a subject: long enough, no function word."""
    return len(word) > 2 and not word.isdigit() and word not in _function_words()


@cache
def _function_words() -> frozenset[str]:
    path = Path(__file__).parent / "function_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split())
