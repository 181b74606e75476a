"""What people type is brought to one form; Dutch words come out with their lemma."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import Dutch, dutch, dutch_name, fold, is_telling, simplify, tidy, words

repeatable = settings(derandomize=True, deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  veel   spaties  ", "veel spaties"),
        ("twee\nregels\r\nen\teen tab", "twee regels en een tab"),
        ("nul\x00byte", "nul byte"),
        ("bel\x07 en \x1b[31mrood", "bel en [31mrood"),
        ("onzichtbaar\u200bgescheiden", "onzichtbaargescheiden"),
        ("\ufeffbegin", "begin"),
        ("vaste\u00a0spatie", "vaste spatie"),
        ("\u202eomgekeerd", "omgekeerd"),
        ("foto’s ‘nu’", "foto's 'nu'"),
        ("foto`s", "foto's"),
        ("“citaat” „laag”", '"citaat" "laag"'),
        ("cafe\u0301", "café"),
        ("ﬁets", "fiets"),
        ("ＢＲＥＥＤ", "BREED"),
        ("1½ uur", "11⁄2 uur"),
        ("wacht…", "wacht..."),
        ("blij 🙂", "blij 🙂"),
        ("", ""),
        ("\n\t \x00", ""),
    ],
)
def test_a_text_is_tidied_to_one_line(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Coördinator", "coordinator"),
        ("CAFÉ", "cafe"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("reünie", "reunie"),
        ("ÅNGSTRÖM", "angstrom"),
        ("İstanbul", "istanbul"),
        ("ijs", "ijs"),
        ("", ""),
    ],
)
def test_folding_takes_away_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("HEEEEL veel", "heel veel"),
        ("Heeeel  VEEEEL", "heel veel"),
        ("jaaaaa!!!!", "jaa!!!!"),
        ("koop", "koop"),
        ("Één", "een"),
        ("zooooó", "zoo"),
        ("ca\u0301fé\n", "cafe"),
        ("🙂🙂🙂🙂", "🙂🙂🙂🙂"),
    ],
)
def test_stretched_letters_are_brought_back_to_two(text: str, simple: str) -> None:
    assert simplify(text) == simple


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wie gaat er over subsidies?", ["wie", "gaat", "er", "over", "subsidies"]),
        ("e-mail: jan_wit", ["e", "mail", "jan", "wit"]),
        ("foto’s en ’s avonds", ["foto's", "en", "s", "avonds"]),
        ("50-plus, 2,5%", ["50", "plus", "2", "5"]),
        ("ZZP'er", ["zzp'er"]),
        ("🙂 ?! …", []),
        ("", []),
    ],
)
def test_words_are_found_without_punctuation(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("word", ["subsidie", "wmo", "afval", "buurthuis"])
def test_a_word_about_a_subject_is_telling(word: str) -> None:
    assert is_telling(word)


@pytest.mark.parametrize(
    "word", ["de", "wie", "gemeente", "moet", "ik", "2026", "ab", "", "contact"]
)
def test_function_words_numbers_and_scraps_are_not_telling(word: str) -> None:
    assert not is_telling(word)


@repeatable
@given(st.text())
def test_a_tidied_text_is_one_clean_line_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert tidied == tidied.strip()
    assert "  " not in tidied
    assert not any(unicodedata.category(sign)[0] == "C" for sign in tidied)


@repeatable
@given(st.text())
def test_simplified_words_are_stable(text: str) -> None:
    assert words(simplify(text)) == words(text)
    assert words(" ".join(words(text))) == words(text)


@repeatable
@given(st.text())
def test_a_folded_text_has_no_accents_and_stays_as_it_is(text: str) -> None:
    folded = fold(tidy(text))
    assert fold(folded) == folded
    assert not any(unicodedata.combining(sign) for sign in folded)


@pytest.fixture(scope="module")
def pipeline() -> Dutch:
    """The Dutch pipeline, without the TensorFlow that spaCy imports first where it can."""
    with pytest.MonkeyPatch.context() as patch:
        if "tensorflow" not in sys.modules:
            patch.setitem(sys.modules, "tensorflow", None)
        return dutch()


def test_the_pipeline_is_loaded_once_and_tells_its_name(pipeline: Dutch) -> None:
    assert dutch() is pipeline
    assert pipeline.name == dutch_name()


def test_tokens_are_words_and_numbers_with_their_place(pipeline: Dutch) -> None:
    text = "Wie regelt de 3 Subsidies, hè?"
    tokens = pipeline.tokens(text)
    assert [token.text for token in tokens] == ["Wie", "regelt", "de", "3", "Subsidies", "hè"]
    assert [token.norm for token in tokens] == ["wie", "regelt", "de", "3", "subsidies", "he"]
    assert all(text[token.start :].startswith(token.text) for token in tokens)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("subsidies", "subsidie"), ("vergunningen", "vergunning")],
)
def test_a_plural_has_the_lemma_of_its_singular(pipeline: Dutch, word: str, lemma: str) -> None:
    assert [token.lemma for token in pipeline.tokens(f"de {word}")][-1] == lemma


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "\x00", "...", "\n\n"])
def test_a_text_without_words_has_no_tokens(pipeline: Dutch, text: str) -> None:
    assert pipeline.tokens(text) == []
