from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import Question, QuestionsError, figures, read_questions
from tests.bot.evaluated import answer


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "vragen.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_reads_questions_with_what_is_expected(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "text\texpected\tregister\tkind\n"
        "wie gaat over terrassen?\tterrassen\tkort\tdirect\n"
        'een "terras" en subsidie\tterrassen; subsidies\t\t\n',
    )
    assert read_questions(path) == [
        Question("wie gaat over terrassen?", ("terrassen",), "direct", "kort"),
        Question('een "terras" en subsidie', ("terrassen", "subsidies")),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("a", ("a",)), ("a;b", ("a", "b")), ("a, b", ("a", "b")), (" ; a;", ("a",)), ("", ())],
)
def test_expected_topics_may_be_separated_in_several_ways(
    tmp_path: Path, cell: str, expected: tuple[str, ...]
) -> None:
    (question,) = read_questions(written(tmp_path, f"text\texpected\nvraag\t{cell}\n"))
    assert question.expected == expected


def test_only_the_text_is_required(tmp_path: Path) -> None:
    assert read_questions(written(tmp_path, "text\nvraag\n")) == [Question("vraag", ())]


def test_empty_rows_are_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, "text\texpected\n\t\nvraag\ta\n  \ta\n")
    assert [one.text for one in read_questions(path)] == ["vraag"]


def test_a_byte_order_mark_of_a_spreadsheet_is_no_part_of_the_column(tmp_path: Path) -> None:
    assert read_questions(written(tmp_path, b"\xef\xbb\xbftext\r\nvraag\r\n"))[0].text == "vraag"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "kolom 'text'"),
        ("text\texpected\n", "kolom 'text'"),
        ("text\texpected\n \t\n", "kolom 'text'"),
        ("vraag\texpected\nwie\ta\n", "kolom 'text'"),
        ("text,expected\nwie,a\n", "gescheiden door tabs"),
        (b"text\nvraa\xe7g\n", "kan dit bestand niet lezen"),
        (b"text\n\x00\n", "kan dit bestand niet lezen"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(QuestionsError) as problem:
        read_questions(path)
    assert str(path) in str(problem.value)
    assert reason in str(problem.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="kan dit bestand niet lezen"):
        read_questions(tmp_path / "weg.tsv")


def test_the_figures_are_shares_of_the_questions_with_an_expected_topic() -> None:
    judged = [
        (("a",), answer("answered", "a", ms=1)),  # straight
        (("a", "b"), answer("emergency", "b", "c", ms=2)),  # straight: b is accepted too
        (("a",), answer("answered", "b", "a", ms=3)),  # in three, but said with confidence
        (("a",), answer("answered", "b", ms=4)),  # lost, and confident
        (("a",), answer("clarified", "b", "c", "a", ms=5)),  # clarified
        (("a",), answer("clarified", "a", "b", ms=6)),  # clarified, first
        (("a",), answer("clarified", "b", "c", "d", "a", ms=7)),  # the fourth comes too late
        (("a",), answer("not_understood", ms=8)),  # lost
        (("a",), answer("answered", ms=9)),  # an answer about no topic: lost, not wrong
        (("a",), answer("out_of_scope", "b", ms=10)),  # lost, not wrong
        ((), answer("smalltalk", ms=100)),  # not judged
    ]
    questions = [Question("vraag", expected) for expected, _ in judged]
    found = figures(questions, [one for _, one in judged])
    assert (found.questions, found.judged) == (11, 10)
    assert found.first_hit == 0.3
    assert found.hit_in_three == 0.5
    assert (found.straight, found.clarified, found.lost) == (0.2, 0.3, 0.5)
    assert found.wrong_and_confident == 0.2
    assert (found.ms_p50, found.ms_p95) == (6, 100)


def test_the_figures_are_told_in_dutch() -> None:
    found = figures([Question("vraag", ("a",))] * 2, [answer("answered", "a"), answer("clarified")])
    text = "\n".join(found.lines())
    assert "2 vragen, 2 met een verwacht onderwerp" in text
    assert "50.0% / 0.0% / 50.0%   (ijkpunt 60 / 37 / 3)" in text
    assert "p50 / p95         10 / 10" in text


def test_without_expected_topics_only_the_speed_is_told() -> None:
    lines = figures([Question("vraag", ())], [answer("answered", "a", ms=12)]).lines()
    assert lines == [
        "1 vragen, zonder verwacht onderwerp",
        "milliseconden p50 / p95         12 / 12",
    ]


def test_answers_that_do_not_belong_to_the_questions_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="argument"):
        figures([Question("vraag", ("a",))], [])
