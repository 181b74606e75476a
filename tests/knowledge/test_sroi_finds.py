"""A number before a group is how many people, unless it is somebody's age."""

import pytest

from knowledge.sroi_finds import count_before


@pytest.mark.parametrize(
    ("text", "group", "people"),
    [
        ("drie mensen uit de bijstand", "bijstand", 3),
        ("2 kandidaten met ww", "ww", 2),
        ("iemand van 55 uit de bijstand", "bijstand", None),
        ("een vrouw van 42 uit de bijstand", "bijstand", None),
        ("een man van 52 met ww", "ww", None),
        ("een kandidaat van 61 uit de wia", "wia", None),
        ("iemand uit de bijstand", "bijstand", None),
    ],
)
def test_an_age_before_a_group_is_no_number_of_people(
    text: str, group: str, people: int | None
) -> None:
    assert count_before(text, text.index(group)) == people
