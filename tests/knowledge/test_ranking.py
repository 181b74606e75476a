"""Labels are ranked by their texts; an index takes over from an earlier one what did not change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.ranking import Label, Prior, Ranker

SUBSIDY = Label(
    "subsidie",
    ("Subsidie", "Kan ik subsidie krijgen?", "Subsidie aanvragen voor mijn stichting"),
)
EVENT = Label(
    "evenement",
    ("Evenement", "Wij organiseren een evenement", "Vergunning voor een evenement op het plein"),
)
TENDER = Label(
    "inkoop",
    ("Inkoop", "Meedoen aan een aanbesteding", "Inkoop en aanbesteding door de gemeente"),
)
LABELS = (SUBSIDY, EVENT, TENDER)
WASTE = Label("afval", ("Afval", "Onze container zit vol", "Wanneer wordt het afval opgehaald?"))


def keys(ranker: Ranker, text: str) -> list[str]:
    return [one.key for one in ranker.rank(text)]


@pytest.fixture(scope="module")
def plain() -> Ranker:
    return Ranker.build(LABELS)


@pytest.fixture(scope="module")
def refined(plain: Ranker) -> Ranker:
    return plain.refined()


@pytest.fixture(params=["plain", "refined"])
def ranker(request: pytest.FixtureRequest) -> Ranker:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("wie gaat er over subsidie voor een stichting", "subsidie"),
        ("SUBSIDIE AANVRAGEN", "subsidie"),
        ("subsidi aanvragen", "subsidie"),
        ("subsidieaanvraag", "subsidie"),
        ("mag mijn evenement op het plein", "evenement"),
        ("evenementenvergunning", "evenement"),
        ("aanbestedingen", "inkoop"),
        ("meedoen aan de inkoop", "inkoop"),
    ],
)
def test_the_label_whose_texts_fit_best_comes_first(ranker: Ranker, text: str, key: str) -> None:
    assert keys(ranker, text)[0] == key


def test_every_label_is_ranked_once_and_best_first(ranker: Ranker) -> None:
    ranked = ranker.rank("subsidie voor een evenement")
    assert {one.key for one in ranked} == {"subsidie", "evenement", "inkoop"}
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


@pytest.mark.parametrize(
    "text", ["", " ", "🙂", "????", "zzzz qqqq", "\x00\x07", "1", "x" * 20_000]
)
def test_a_text_that_says_nothing_gives_finite_scores(ranker: Ranker, text: str) -> None:
    assert all(np.isfinite(one.score) for one in ranker.rank(text))


def test_a_single_label_is_ranked_and_needs_no_separators() -> None:
    alone = Ranker.build([SUBSIDY])
    assert keys(alone, "subsidie") == ["subsidie"]
    assert not alone.can_refine


TEXTS = ("subsidie voor een evenement", "aanbesteding", "iets heel anders")


@pytest.mark.parametrize("text", TEXTS)
def test_ranking_is_deterministic(ranker: Ranker, text: str) -> None:
    assert ranker.rank(text) == ranker.rank(text)


@pytest.mark.parametrize("text", TEXTS)
def test_building_an_index_is_deterministic(plain: Ranker, text: str) -> None:
    assert Ranker.build(LABELS).rank(text) == plain.rank(text)


@pytest.mark.parametrize("text", TEXTS)
def test_refining_again_gives_the_same_scores_up_to_the_tolerance_of_fitting(
    plain: Ranker, refined: Ranker, text: str
) -> None:
    again = {one.key: one.score for one in plain.refined().rank(text)}
    assert again == pytest.approx({one.key: one.score for one in refined.rank(text)}, abs=0.05)


def test_the_order_of_the_labels_changes_no_score(plain: Ranker) -> None:
    turned = Ranker.build(LABELS[::-1])
    for text in ("subsidie voor een evenement", "aanbesteding"):
        straight = {one.key: one.score for one in plain.rank(text)}
        assert {
            one.key: pytest.approx(one.score, abs=1e-5) for one in turned.rank(text)
        } == straight


def test_refining_leaves_the_index_it_started_from_alone(plain: Ranker, refined: Ranker) -> None:
    assert plain.separators is None
    assert not plain.is_refined
    assert refined.is_refined
    assert refined.keys == plain.keys


def test_a_new_label_is_found_after_building_on_a_prior(ranker: Ranker) -> None:
    grown = Ranker.build((*LABELS, WASTE), ranker.prior)
    assert keys(grown, "wie haalt de container met afval op")[0] == "afval"
    assert keys(grown, "subsidie aanvragen voor een stichting")[0] == "subsidie"


def test_a_changed_label_is_found_by_its_new_texts(ranker: Ranker) -> None:
    changed = Label(
        "inkoop", (*TENDER.texts, "Offerte uitbrengen", "Waar stuur ik de offerte heen?")
    )
    grown = Ranker.build((SUBSIDY, EVENT, changed), ranker.prior)
    assert keys(grown, "waar stuur ik mijn offerte heen")[0] == "inkoop"


def test_a_removed_label_is_gone(ranker: Ranker) -> None:
    assert set(keys(Ranker.build((SUBSIDY, EVENT), ranker.prior), "aanbesteding")) == {
        "subsidie",
        "evenement",
    }


def test_counts_of_unchanged_labels_are_taken_over(plain: Ranker) -> None:
    changed = Label("evenement", (*EVENT.texts, "Een braderie in de straat"))
    grown = Ranker.build((WASTE, SUBSIDY, changed, TENDER), plain.prior)
    assert grown.counts[1] is plain.counts[0]
    assert grown.counts[3] is plain.counts[2]
    assert grown.counts[2].shape[0] == plain.counts[1].shape[0] + 1


def test_taking_over_gives_the_same_index_as_starting_anew(plain: Ranker) -> None:
    labels = (*LABELS, WASTE)
    grown, fresh = Ranker.build(labels, plain.prior), Ranker.build(labels)
    for text in ("afval na een evenement", "subsidie"):
        assert grown.rank(text) == fresh.rank(text)


def test_separators_count_as_refined_for_exactly_the_labels_they_were_fitted_on(
    refined: Ranker,
) -> None:
    assert Ranker.build(LABELS, refined.prior).is_refined
    assert Ranker.build(LABELS[::-1], refined.prior).is_refined
    assert not Ranker.build((*LABELS, WASTE), refined.prior).is_refined
    assert not Ranker.build((SUBSIDY, EVENT), refined.prior).is_refined


def test_separators_keep_working_for_the_labels_that_did_not_change(refined: Ranker) -> None:
    changed = Label("inkoop", ("Inkoop", "Iets heel anders dan eerst"))
    mixed = Ranker.build((SUBSIDY, EVENT, changed, WASTE), refined.prior)
    assert mixed.separators is refined.separators
    assert keys(mixed, "vergunning voor een evenement")[0] == "evenement"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Label("a", ("x", "y")), Label("a", ("x", "y")), True),
        (Label("a", ("x", "y")), Label("b", ("x", "y")), False),
        (Label("a", ("x", "y")), Label("a", ("x",)), False),
        (Label("a", ("x", "y")), Label("a", ("xy",)), False),
        (Label("a", ("x",)), Label("a", ("X",)), False),
    ],
)
def test_a_digest_changes_with_the_texts_of_a_label(one: Label, other: Label, same: bool) -> None:
    assert (one.digest == other.digest) is same


def test_reasons_are_the_words_that_point_at_a_label(plain: Ranker) -> None:
    subsidy, event = plain.reasons(
        "ik wil subsidie voor een evenement", ["subsidie", "evenement"], limit=1
    )
    assert subsidy == ("subsidie",)
    assert event == ("evenement",)


@pytest.mark.parametrize("text", ["", "de het een", "🙂", "12 34"])
def test_a_text_without_telling_words_gives_no_reasons(plain: Ranker, text: str) -> None:
    assert plain.reasons(text, ["subsidie", "inkoop"]) == [(), ()]


def test_there_are_no_more_reasons_than_asked_for(plain: Ranker) -> None:
    text = "subsidie aanvragen voor mijn stichting en nog een subsidieaanvraag"
    assert len(plain.reasons(text, ["subsidie"], limit=2)[0]) == 2


@pytest.fixture
def cache_file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.npz"


def test_what_is_saved_is_loaded_again(ranker: Ranker, cache_file: Path) -> None:
    ranker.prior.save(cache_file)
    loaded = Prior.load(cache_file)
    assert loaded is not None
    again = Ranker.build(LABELS, loaded)
    assert again.is_refined is ranker.is_refined
    for text in ("subsidie voor een evenement", "aanbesteding"):
        assert again.rank(text) == ranker.rank(text)


def test_loaded_counts_are_used_for_the_labels_that_did_not_change(
    refined: Ranker, cache_file: Path
) -> None:
    refined.prior.save(cache_file)
    grown = Ranker.build((WASTE, *LABELS), Prior.load(cache_file))
    assert keys(grown, "container met afval")[0] == "afval"
    assert keys(grown, "aanbesteding")[0] == "inkoop"


def test_saving_replaces_what_was_there_and_leaves_nothing_else(
    plain: Ranker, refined: Ranker, cache_file: Path
) -> None:
    plain.prior.save(cache_file)
    refined.prior.save(cache_file)
    loaded = Prior.load(cache_file)
    assert loaded is not None
    assert loaded.separators is not None
    assert list(cache_file.parent.iterdir()) == [cache_file]


def test_without_a_cache_file_there_is_no_prior(cache_file: Path) -> None:
    assert Prior.load(cache_file) is None


@pytest.mark.parametrize("data", [b"", b"geen zip", b"PK\x03\x04", b"\x00" * 100])
def test_a_file_that_is_no_cache_gives_no_prior(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "index.npz"
    path.write_bytes(data)
    assert Prior.load(path) is None


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_cache_file_that_was_cut_off_gives_no_prior(
    refined: Ranker, cache_file: Path, part: float
) -> None:
    refined.prior.save(cache_file)
    data = cache_file.read_bytes()
    cache_file.write_bytes(data[: int(len(data) * part)])
    assert Prior.load(cache_file) is None


def test_a_cache_file_with_overwritten_bytes_gives_no_prior(
    refined: Ranker, cache_file: Path
) -> None:
    refined.prior.save(cache_file)
    data = bytearray(cache_file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(255 - byte for byte in data[middle : middle + 200])
    cache_file.write_bytes(data)
    assert Prior.load(cache_file) is None


def test_a_cache_file_without_all_of_its_parts_gives_no_prior(cache_file: Path) -> None:
    cache_file.parent.mkdir()
    np.savez(cache_file, digests=np.array(["a"]))
    assert Prior.load(cache_file) is None
