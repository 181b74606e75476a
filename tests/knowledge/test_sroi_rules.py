"""Social return rules: what an editor may state, and which rules hold where and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.records import Verification
from knowledge.sroi_catalogue import rules_of
from knowledge.sroi_files import check_rule_sets, read_rule_sets
from knowledge.sroi_rules import Missing, NoRules, RuleBook, RuleSet, find_blocks
from knowledge.yaml_files import ContentError

SEED = Path(__file__).parents[2] / "knowledge" / "seed"
BOOK = rules_of(read_rule_sets(SEED / "sroi"))
DAY = date(2026, 11, 21)

Folder = Callable[..., Path]

ZONNEDAM = """
key: zonnedam
name: Zonnedam
municipalities: [zonnedam]
valid_from: 2024-01-01
valid_until: 2025-12-31
percentages: [{percent: 5}]
bases: [opdrachtsom]
full_time_hours: 36
maximum_months: 12
blocks: [{key: ww, label: WW, value: 20000, group: ww}]
"""
MAANDAM = """
key: maandam
name: Maandam
municipalities: [maandam]
percentages: [{percent: 4}]
blocks_of: zonnedam
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def load_rules(folder: Path) -> RuleBook:
    entries = read_rule_sets(folder)
    check_rule_sets(entries, [])
    return rules_of(entries)


def held(found: RuleSet | Missing) -> RuleSet:
    assert isinstance(found, RuleSet)
    return found


@pytest.mark.parametrize(
    ("town", "key"),
    [
        ("utrecht", "utrecht"),
        ("delft", "haaglanden"),
        ("voorschoten", "haaglanden"),
        ("den_haag", "den_haag"),
        ("leidschendam_voorburg", "leidschendam_voorburg"),
        ("zoeterwoude", "leiden_eo"),
        ("nieuwegein", "lekstroom"),
        ("voorbeeldstad", "voorbeeldstad"),
    ],
)
def test_a_municipality_has_its_own_rules_before_those_of_the_region(town: str, key: str) -> None:
    assert held(BOOK.for_municipality(town, DAY)).key == key


def test_only_the_invented_municipality_is_fictitious() -> None:
    invented = [one for one in BOOK.rule_sets if one.is_fictitious]
    assert [one.key for one in invented] == ["voorbeeldstad"]
    assert invented[0].provenance.verification is Verification.EDITORIAL
    assert all(one.provenance.source and one.provenance.checked_on for one in BOOK.rule_sets)


def test_what_the_sources_leave_open_stays_open() -> None:
    utrecht, leiden = (held(BOOK.for_municipality(town, DAY)) for town in ("utrecht", "leiden"))
    assert (utrecht.percentages, utrecht.threshold, utrecht.maximum_months) == ((), None, None)
    assert (leiden.full_time_hours, leiden.maximum_months) == (None, None)
    assert {bonus.pro_rata for bonus in (*utrecht.bonuses, *leiden.bonuses)} == {None}


def test_den_haag_has_its_own_percentage_and_the_blocks_of_the_region() -> None:
    den_haag = held(BOOK.for_municipality("den_haag", DAY))
    region = held(BOOK.for_key("haaglanden", DAY))
    assert den_haag.percentages[0].percent == 5
    assert den_haag.blocks == region.blocks
    assert den_haag.blocks_provenance == region.provenance
    assert den_haag.maximum_months == Decimal(12)


def test_blocks_are_not_borrowed_before_they_held() -> None:
    assert held(BOOK.for_municipality("den_haag", date(2023, 6, 30))).blocks == ()
    assert held(BOOK.for_municipality("den_haag", date(2023, 7, 1))).blocks != ()


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2023, 12, 31), NoRules.NOT_YET),
        (date(2024, 1, 1), None),
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), NoRules.NO_LONGER),
    ],
)
def test_rules_hold_from_their_first_day_to_their_last(
    folder: Folder, day: date, reason: NoRules | None
) -> None:
    found = load_rules(folder(zonnedam=ZONNEDAM)).for_municipality("zonnedam", day)
    if reason is None:
        assert isinstance(found, RuleSet)
    else:
        assert isinstance(found, Missing)
        assert found.reason is reason
        assert found.nearest is not None
        assert found.nearest.key == "zonnedam"


def test_an_unknown_municipality_is_said_to_be_unknown() -> None:
    assert BOOK.for_municipality("assen", DAY) == Missing(NoRules.UNKNOWN_MUNICIPALITY)


def test_a_newer_version_of_the_same_rules_follows_the_older(folder: Folder) -> None:
    newer = ZONNEDAM.replace("2024-01-01", "2026-01-01").replace("2025-12-31", "2027-12-31")
    book = load_rules(folder(old=ZONNEDAM, new=newer.replace("20000", "21000")))
    values = [
        held(book.for_municipality("zonnedam", day)).blocks[0].value
        for day in (date(2025, 6, 1), date(2026, 6, 1))
    ]
    assert values == [20_000, 21_000]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("value: 20000", "value: -1"), "blocks"),
        (("value: 20000", "value: veel"), "blocks"),
        (("percent: 5", "percent: 105"), "percentages"),
        (("[{percent: 5}]", "[{percent: 5}, {percent: 6}]"), "precies één percentage"),
        (("[{percent: 5}]", "[{percent: 2, labour_share_below: 30}]"), "precies één percentage"),
        (("[opdrachtsom]", "[winst]"), "deze waarde bestaat niet"),
        (("full_time_hours: 36", "full_time_hours: 400"), "full_time_hours"),
        (("2025-12-31", "2023-12-31"), "valid_until ligt vóór valid_from"),
        (
            ("maximum_months: 12", "maximum_months: 12\nhas_no_maximum: true"),
            "spreken elkaar tegen",
        ),
        (("maximum_months: 12", "maximum_maanden: 12"), "dit veld bestaat niet"),
        (("group: ww", "group: ww, maximum_months: 6, always_counts: true"), "always_counts"),
        (("[{key: ww,", "[{key: ww, label: A, value: 1, group: a}, {key: ww,"), "twee keer"),
        (("bases:", "bonuses: [{key: b, label: B, value: 1, only_for: [wia]}]\nbases:"), "wia"),
        (("bases:", "verification: verified\nbases:"), "source"),
        (("name: Zonnedam\n", ""), "dit veld is verplicht"),
        (("key: zonnedam", "key: Zonne Dam"), "alleen kleine letters"),
    ],
)
def test_a_mistake_is_refused_with_what_is_wrong(
    folder: Folder, change: tuple[str, str], complaint: str
) -> None:
    path = folder(zonnedam=ZONNEDAM.replace(*change, 1))
    with pytest.raises(ContentError, match=complaint) as error:
        load_rules(path)
    assert "zonnedam.yml" in str(error.value)


def test_blocks_of_rules_that_do_not_exist_are_refused(folder: Folder) -> None:
    with pytest.raises(ContentError, match="blocks_of: 'zonnedam'"):
        load_rules(folder(maandam=MAANDAM))


def test_two_rule_sets_for_one_municipality_at_once_are_refused(folder: Folder) -> None:
    second = ZONNEDAM.replace("key: zonnedam", "key: regio")
    with pytest.raises(ContentError, match="dezelfde dag voor zonnedam"):
        load_rules(folder(one=ZONNEDAM, two=second))


def test_a_file_that_holds_a_list_is_refused(folder: Folder) -> None:
    with pytest.raises(ContentError, match="één regelset"):
        load_rules(folder(zonnedam="- key: zonnedam"))


@pytest.mark.parametrize(
    ("town", "said", "blocks"),
    [
        ("utrecht", "iemand uit de bijstand", {"participatiewet"}),
        ("utrecht", "een WW'er van 52", {"ww"}),
        ("utrecht", "een wajonger", {"banenafspraak"}),
        ("utrecht", "zij heeft geen uitkering", {"geen_uitkering"}),
        ("delft", "een jongere zonder startkwalificatie", {"jongere_zonder_startkwalificatie"}),
        ("delft", "een bbl'er", {"mbo_bbl_tm_niveau2", "mbo_bbl_niveau3plus"}),
        ("delft", "bbl niveau 3", {"mbo_bbl_niveau3plus"}),
        (
            "leiden",
            "iemand uit de bijstand",
            {"participatiewet_zonder_beperking", "participatiewet_met_beperking"},
        ),
        ("leiden", "iemand met een garantiebaan", {"participatiewet_met_beperking"}),
        ("houten", "iemand uit de bijstand", set()),
        ("utrecht", "wwft en bolletjes", set()),
    ],
)
def test_a_group_is_found_by_what_people_call_it(town: str, said: str, blocks: set[str]) -> None:
    found = find_blocks(held(BOOK.for_municipality(town, DAY)), said)
    assert {block.key for block in found} == blocks
