"""The command line: `python -m bot start|train|ask|evaluate|transcripts`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.settings import DEFAULT_MUNICIPALITY, prepare_environment

if TYPE_CHECKING:
    from bot.asking import Answer, Conversation
    from bot.baseline import Baseline
    from bot.evaluation import Question


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status is 0 when it went well."""
    options = _parser().parse_args(arguments)
    prepare_environment()
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="De wegwijzer")
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    start = commands.add_parser("start", help="start de wegwijzer met een chatpagina")
    start.set_defaults(run=_start)
    train = commands.add_parser("train", help="train het model als er iets veranderd is")
    train.add_argument("--force", action="store_true", help="train ook als er niets veranderd is")
    train.set_defaults(run=_train)
    ask = commands.add_parser("ask", help="stel vragen, een per regel")
    ask.add_argument("--json", action="store_true", help="een JSON-object per beurt")
    ask.set_defaults(run=_ask)
    evaluate = commands.add_parser("evaluate", help="meet antwoorden op een lijst vragen")
    evaluate.add_argument("questions", type=Path, help="TSV met de kolom text (en expected)")
    evaluate.add_argument("--out", type=Path, help="schrijf de antwoorden als JSON-regels")
    evaluate.add_argument(
        "--report", action="store_true", help="toon ook waar het goed en fout gaat"
    )
    evaluate.add_argument("--chart", type=Path, help="teken dat ook, als SVG")
    evaluate.add_argument("--baseline", type=Path, help="faal als een cijfer hieronder zakt")
    evaluate.add_argument("--write-baseline", type=Path, help="schrijf de cijfers als ijkpunt")
    evaluate.set_defaults(run=_evaluate)
    calibrate = commands.add_parser("calibrate", help="stel de zekerheid opnieuw af op vragen")
    calibrate.add_argument(
        "questions", type=Path, nargs="+", help="TSV met text, expected, kind en article"
    )
    calibrate.set_defaults(run=_calibrate)
    transcripts = commands.add_parser("transcripts", help="schrijf docs/transcripts.md opnieuw")
    transcripts.set_defaults(run=_transcripts)
    for command in (ask, evaluate):
        command.add_argument("--municipality", help=f"bijvoorbeeld {DEFAULT_MUNICIPALITY}")
    return parser


def _start(options: argparse.Namespace) -> int:
    from bot.server import serve

    return serve()


def _train(options: argparse.Namespace) -> int:
    from bot.preparing import prepare

    return prepare(force=options.force)


def _ask(options: argparse.Namespace) -> int:
    from bot.quiet import quiet_output

    if not _is_ready(options.municipality):
        return 1
    with quiet_output() as real:
        from bot.asking import Conversation, load_agent

        conversation = Conversation(load_agent(), options.municipality)
        asyncio.run(_converse(conversation, real, as_json=options.json))
    return 0


async def _converse(conversation: Conversation, out: TextIO, as_json: bool) -> None:
    is_interactive = sys.stdin.isatty() and not as_json
    while True:
        if is_interactive:
            print("> ", end="", file=out, flush=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        if not line.strip() and is_interactive:
            continue
        answer = await conversation.ask(line.rstrip("\n"))
        if as_json:
            print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)
        else:
            for reply in answer["replies"]:
                print(_readable(reply), file=out, flush=True)


def _readable(reply: dict) -> str:
    buttons = "".join(f"\n  [{button['title']}]" for button in reply["buttons"])
    return f"{reply['text']}{buttons}\n"


def _evaluate(options: argparse.Namespace) -> int:
    from bot.baseline import BaselineError, read_baseline
    from bot.evaluation import QuestionsError, answer_all, figures, read_questions
    from bot.quiet import quiet_output

    try:
        questions = read_questions(options.questions)
        before = read_baseline(options.baseline, len(questions)) if options.baseline else None
    except (QuestionsError, BaselineError) as error:
        print(error, file=sys.stderr)
        return 2
    if not _is_ready(options.municipality):
        return 1
    with quiet_output() as real:
        from bot.asking import load_agent

        agent = load_agent()
        asyncio.run(answer_all(agent, questions[:1], options.municipality))  # wake everything up
        answers = asyncio.run(answer_all(agent, questions, options.municipality))
        if options.out:
            lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
            options.out.write_text("".join(lines), encoding="utf-8")
        print("\n".join(figures(questions, answers).lines()), file=real)
        _report(options, questions, answers, real)
        return _compare(options, before, questions, answers, real)


def _report(
    options: argparse.Namespace, questions: list[Question], answers: list[Answer], out: TextIO
) -> None:
    """Show and draw where it goes well and where it goes wrong, as far as asked for."""
    if not (options.report or options.chart):
        return
    from actions.services import services
    from bot.chart import write_chart
    from bot.report import clusters_of, report

    found = report(questions, answers, clusters_of(services().store))
    if options.report:
        print("\n".join(found.lines()), file=out)
    if options.chart:
        write_chart(found, options.chart)


def _compare(
    options: argparse.Namespace,
    before: Baseline | None,
    questions: list[Question],
    answers: list[Answer],
    out: TextIO,
) -> int:
    """Compare with the baseline and write a new one, as far as asked for; 1 when it got worse."""
    from bot.baseline import measured, worse

    now = measured(questions, answers)
    if options.write_baseline:
        now.write(options.write_baseline)
    if before is None:
        return 0
    lines = worse(before, now)
    print("\n".join(lines or [f"Niet slechter dan {options.baseline}."]), file=out)
    return 1 if lines else 0


def _calibrate(options: argparse.Namespace) -> int:
    from bot.evaluation import read_questions
    from bot.quiet import quiet_output

    questions = [one for path in options.questions for one in read_questions(path)]
    if not _is_ready(None):
        return 1
    with quiet_output():
        from actions.services import services
        from bot.asking import load_agent
        from bot.calibration import calibrate

        asyncio.run(calibrate(load_agent(), services().matcher, questions))
    return 0


def _transcripts(options: argparse.Namespace) -> int:
    from bot.quiet import quiet_output

    if not _is_ready(None):
        return 1
    with quiet_output():
        from bot.asking import load_agent
        from bot.transcripts import write

        asyncio.run(write(load_agent()))
    return 0


def _is_ready(municipality: str | None) -> bool:
    """Bring up store and model if needed, and check the municipality."""
    from bot.preparing import knows_municipality, prepare

    if prepare() != 0:
        return False
    if municipality and not knows_municipality(municipality):
        print(f"Ik ken de gemeente '{municipality}' niet.", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
