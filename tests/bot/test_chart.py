from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from bot.chart import write_chart
from bot.report import Report, report
from tests.bot.evaluated import answer, asked

CLUSTERS = {"a": "geld", "b": "werk_inkomen"}
JUDGED = [
    (asked("a"), answer("answered", "a", sure=0.9)),
    (asked("b"), answer("clarified", "a", "b", sure=0.4)),
]


def reported(*pairs: tuple) -> Report:
    questions, answers = zip(*pairs, strict=True)
    return report(questions, answers, CLUSTERS)


def labels(path: Path) -> str:
    """What the drawing says: letters are drawn, and each text stands in a comment before them."""
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    root = ElementTree.parse(path, parser).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    comments = root.iter(ElementTree.Comment)
    return "\n".join((comment.text or "").strip() for comment in comments)


def test_the_chart_shows_clusters_and_reliability_in_dutch(tmp_path: Path) -> None:
    write_chart(reported(*JUDGED), tmp_path / "kaart.svg")
    found = labels(tmp_path / "kaart.svg")
    for text in ("geld  (1)", "werk inkomen  (1)", "bij de eerste drie", "meteen (eerste)"):
        assert text in found
    assert "Klopt de zekerheid?" in found
    assert "zekerheid in % (gemiddeld verschil 25,0 punt)" in found


def test_the_same_report_gives_the_same_file(tmp_path: Path) -> None:
    found = reported(*JUDGED)
    write_chart(found, tmp_path / "een.svg")
    write_chart(found, tmp_path / "twee.svg")
    first = (tmp_path / "een.svg").read_bytes()
    assert first == (tmp_path / "twee.svg").read_bytes()
    assert b"dc:date" not in first


def test_the_folder_of_the_chart_is_made(tmp_path: Path) -> None:
    write_chart(reported(*JUDGED), tmp_path / "nieuwe" / "map" / "kaart.svg")
    assert (tmp_path / "nieuwe" / "map" / "kaart.svg").stat().st_size


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ((asked("a"), answer("answered", "a")), "Geen antwoord noemt een zekerheid"),
        ((asked(), answer("smalltalk")), "Geen vragen met een verwacht onderwerp"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, pair: tuple, said: str) -> None:
    write_chart(reported(pair), tmp_path / "kaart.svg")
    assert said in labels(tmp_path / "kaart.svg")
