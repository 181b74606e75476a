"""Each shelf is searched apart, and nobody finds what is not meant for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answers import ANSWERS, WORTH_A_BUTTON, ArticleMatch, article_features, find_article
from knowledge.library import Library, Shelf
from knowledge.matching import Candidate, Match
from knowledge.ranking import Scored
from knowledge.records import (
    Article,
    Audience,
    Evidence,
    Example,
    Option,
    Procedure,
    Step,
    Topic,
    TopicKind,
    Verification,
)

EVIDENCE = Evidence(Verification.EDITORIAL, None, None)


def article(key: str, title: str, body: str, audience: Audience = Audience.PUBLIC) -> Article:
    return Article(key, title, body, None, (key,), audience, EVIDENCE, (f"vraag over {title}",))


def example(key: str, title: str, story: str, audience: Audience = Audience.PUBLIC) -> Example:
    return Example(
        key, title, "voedsel", "Zonnedam", (), story, None, (key,), audience, EVIDENCE, ()
    )


def procedure(key: str, title: str, *steps: Step, audience: Audience) -> Procedure:
    return Procedure(key, title, f"Over {title}.", None, audience, "1", (), steps, EVIDENCE, ())


QUESTION = Step("wie", "Wie bent u?", question="Wie?", options=(Option("a", "A"), Option("b", "B")))
ARTICLES = (
    article("subsidies", "Subsidie aanvragen", "U vult het formulier voor subsidie in."),
    article("feest", "Buurtfeest melden", "Een feest op straat meldt u vooraf."),
    article("offerte", "Offerte beoordelen", "Criteria voor de offerte.", Audience.INTERNAL),
)
EXAMPLES = (
    example("soep", "Soep van de Dam", "Soep koken van groente die over is."),
    example("dossier", "Het dossier", "Intern verslag over de soep.", Audience.INTERNAL),
)
PLAN = procedure(
    "plan",
    "Een plan maken",
    QUESTION,
    Step("idee", "Idee opschrijven", do="Schrijf het idee op.", phrases=("mijn inval noteren",)),
    Step("cijfers", "Cijfers verzamelen", purpose="Pak de jaarrekening erbij."),
    audience=Audience.PUBLIC,
)
CHECK = procedure(
    "toets",
    "Een offerte toetsen",
    Step("cijfers", "Cijfers narekenen", do="Reken de cijfers na."),
    audience=Audience.INTERNAL,
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.of(ARTICLES, EXAMPLES, (PLAN, CHECK), None)


@pytest.fixture(scope="module")
def empty() -> Library:
    return Library.of((), (), (), None)


def keys(found: list[Scored]) -> list[str]:
    return [one.key for one in found]


@pytest.mark.parametrize(
    ("text", "shelf", "key"),
    [
        ("waar vraag ik subsidie aan", Shelf.ARTICLES, "subsidies"),
        ("een feest op straat", Shelf.ARTICLES, "feest"),
        ("koken met groente die over is", Shelf.EXAMPLES, "soep"),
        ("help mij een plan maken", Shelf.PROCEDURES, "plan"),
        ("offerte toetsen", Shelf.PROCEDURES, "toets"),
        ("mijn inval noteren", Shelf.STEPS, "plan/idee"),
        ("cijfers narekenen", Shelf.STEPS, "toets/cijfers"),
    ],
)
def test_what_fits_best_comes_first_on_its_shelf(
    library: Library, text: str, shelf: Shelf, key: str
) -> None:
    assert keys(library.search(text, shelf, Audience.INTERNAL))[0] == key


@pytest.mark.parametrize(
    ("shelf", "all_"),
    [
        (Shelf.ARTICLES, {"subsidies", "feest", "offerte"}),
        (Shelf.EXAMPLES, {"soep", "dossier"}),
        (Shelf.PROCEDURES, {"plan", "toets"}),
        (Shelf.STEPS, {"plan/idee", "plan/cijfers", "toets/cijfers"}),
    ],
)
def test_a_shelf_holds_its_own_things_only_and_steps_that_are_no_question(
    library: Library, shelf: Shelf, all_: set[str]
) -> None:
    found = keys(library.search("soep", shelf, Audience.INTERNAL))
    assert len(found) == len(all_)
    assert set(found) == all_


@pytest.mark.parametrize("shelf", Shelf)
def test_what_is_found_comes_best_first(library: Library, shelf: Shelf) -> None:
    scores = [one.score for one in library.search("cijfers en subsidie", shelf, Audience.INTERNAL)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


@pytest.mark.parametrize(
    ("shelf", "text", "visible"),
    [
        (Shelf.ARTICLES, "offerte beoordelen", {"subsidies", "feest"}),
        (Shelf.EXAMPLES, "het dossier", {"soep"}),
        (Shelf.PROCEDURES, "een offerte toetsen", {"plan"}),
    ],
)
def test_what_is_internal_is_never_found_by_the_public(
    library: Library, shelf: Shelf, text: str, visible: set[str]
) -> None:
    assert set(keys(library.search(text, shelf, Audience.PUBLIC))) == visible


@pytest.mark.parametrize(
    ("within", "expected"), [("plan", {"idee", "cijfers"}), ("toets", {"cijfers"}), ("pla", set())]
)
def test_steps_are_searched_within_one_procedure(
    library: Library, within: str, expected: set[str]
) -> None:
    found = library.search("cijfers", Shelf.STEPS, Audience.INTERNAL, within=within)
    assert set(keys(found)) == expected


def test_pages_are_at_hand_by_their_key(library: Library) -> None:
    assert library.articles["feest"] is ARTICLES[1]
    assert library.examples["soep"] is EXAMPLES[0]
    assert library.procedures["plan"] is PLAN


@pytest.mark.parametrize("shelf", Shelf)
def test_an_empty_library_gives_nothing(empty: Library, shelf: Shelf) -> None:
    assert empty.search("subsidie", shelf, Audience.INTERNAL) == []


def test_a_library_takes_over_what_did_not_change(library: Library) -> None:
    newer = replace(ARTICLES[1], body="Een feest op het plein meldt u vooraf.")
    articles = (ARTICLES[0], newer, ARTICLES[2])
    updated = Library.of(articles, EXAMPLES, (PLAN, CHECK), library.ranker.prior)
    fresh = Library.of(articles, EXAMPLES, (PLAN, CHECK), None)
    text = "een feest op het plein"
    assert updated.search(text, Shelf.ARTICLES, Audience.PUBLIC) == fresh.search(
        text, Shelf.ARTICLES, Audience.PUBLIC
    )
    assert updated.ranker.counts[0] is library.ranker.counts[0]
    assert updated.ranker.counts[1] is not library.ranker.counts[1]


# -- the article that answers a question


def about(*topics: str) -> Match:
    candidates = (
        Candidate(Topic(key, key, "geld", TopicKind.MUNICIPAL, ""), 1.0, ()) for key in topics
    )
    return Match(tuple(candidates), 0.5, 0.5)


SUBSIDY = "hoe vraag ik subsidie aan"


def kinds(reading: float, outside: float = 0.0) -> dict[str, float]:
    """Chances of the kinds of question: about how it is, about who does it, not for us."""
    return {"ask_information": reading, "ask_contact": 1 - reading, "out_of_scope": outside}


def chance(library: Library, match: Match, reading: float, text: str = SUBSIDY) -> float:
    found = find_article(library, text, match, kinds(reading), Audience.PUBLIC)
    assert found is not None
    return found.chance


def test_the_best_article_is_found_with_a_chance(library: Library) -> None:
    found = find_article(library, SUBSIDY, about("subsidies"), kinds(0.5), Audience.PUBLIC)
    assert found is not None
    assert found.article is ARTICLES[0]
    assert 0 < found.chance < 1


def test_an_article_is_likelier_when_somebody_asks_how_it_is(library: Library) -> None:
    match = about("subsidies")
    chances = [chance(library, match, leaning) for leaning in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert chances == sorted(set(chances))


def test_an_article_is_likelier_when_the_question_is_about_its_subject(library: Library) -> None:
    agreed = chance(library, about("subsidies"), 0.5)
    assert agreed > chance(library, about("feest", "subsidies"), 0.5)
    assert agreed > chance(library, about(), 0.5)


def test_an_internal_article_is_not_the_answer_for_the_public(library: Library) -> None:
    text = "criteria voor de offerte"
    public = find_article(library, text, about("offerte"), kinds(0.5), Audience.PUBLIC)
    internal = find_article(library, text, about("offerte"), kinds(0.5), Audience.INTERNAL)
    assert internal is not None
    assert internal.article is ARTICLES[2]
    assert public is not None
    assert public.article is not ARTICLES[2]


def test_in_an_empty_library_there_is_no_article(empty: Library) -> None:
    assert find_article(empty, SUBSIDY, about("subsidies"), kinds(1.0), Audience.INTERNAL) is None


def test_when_everything_is_internal_there_is_no_article_for_the_public() -> None:
    library = Library.of(ARTICLES[2:], (), (), None)
    assert find_article(library, "offerte", about("offerte"), kinds(0.5), Audience.PUBLIC) is None


@pytest.mark.parametrize(
    ("scores", "topics", "expected"),
    [
        ((3.0, 1.0, 0.5), ("subsidies",), (3.0, 2.0, 0.0, 0.0, 1.0)),
        ((3.0, 1.0), ("feest",), (3.0, 2.0, 0.0, 0.0, 0.0)),
        ((3.0, 3.0), ("feest", "subsidies"), (3.0, 0.0, 0.0, 0.0, 0.0)),
        ((3.0,), (), (3.0, 3.0, 0.0, 0.0, 0.0)),
    ],
)
def test_the_features_are_score_lead_kind_of_question_scope_and_agreement(
    scores: tuple[float, ...], topics: tuple[str, ...], expected: tuple[float, ...]
) -> None:
    found = [Scored(f"artikel{number}", score) for number, score in enumerate(scores)]
    assert article_features(found, ARTICLES[0], about(*topics), kinds(0.5)) == expected


@pytest.mark.parametrize(
    ("chance", "is_answer", "is_worth_a_button"),
    [
        (1.0, True, True),
        (ANSWERS, True, True),
        (ANSWERS - 0.01, False, True),
        (WORTH_A_BUTTON, False, True),
        (WORTH_A_BUTTON - 0.01, False, False),
        (0.0, False, False),
    ],
)
def test_the_chance_decides_between_answer_button_and_nothing(
    chance: float, is_answer: bool, is_worth_a_button: bool
) -> None:
    match = ArticleMatch(ARTICLES[0], chance)
    assert (match.is_answer, match.is_worth_a_button) == (is_answer, is_worth_a_button)
