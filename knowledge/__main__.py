"""The editor's command line: `python -m knowledge check|import|export|stale|questions`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from knowledge import editing
from knowledge.seeding import seed
from knowledge.store import URL_VARIABLE, Store
from knowledge.yaml_files import ContentError

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None, store: Store | None = None) -> int:
    """Run a command.

    Args:
        store: use this store; without it the configured one is opened and seeded.

    Returns:
        0 when it went well, 1 when the content or the store is in the way;
        argparse leaves with 2 when the command itself is wrong.
    """
    options = _parser().parse_args(arguments)
    try:
        with _opened(store) as opened:
            print(options.run(options, opened), flush=True)
    except (ContentError, editing.EditingError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, `head` for example, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SQLAlchemyError as error:
        print(f"De database is niet te gebruiken ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m knowledge", description="De inhoud van de wegwijzer beheren"
    )
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    check = commands.add_parser("check", help="controleer een map met inhoud")
    check.set_defaults(run=_check)
    bring = commands.add_parser("import", help="zet een map met eigen inhoud in de wegwijzer")
    bring.set_defaults(run=_import)
    for command in (check, bring):
        command.add_argument("folder", type=_folder, metavar="MAP")
    export = commands.add_parser("export", help="toon een onderwerp als YAML")
    export.add_argument("kind", choices=["topic"])
    export.add_argument("key", metavar="SLEUTEL", help="bijvoorbeeld social_return")
    export.set_defaults(run=_export)
    stale = commands.add_parser("stale", help="toon verlopen en niet bevestigde contacten")
    stale.add_argument("--municipality", metavar="SLEUTEL", help="alleen deze gemeente")
    stale.set_defaults(run=_stale)
    questions = commands.add_parser("questions", help="toon vragen zonder goed antwoord")
    questions.set_defaults(run=_questions)
    return parser


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"de map '{text}' bestaat niet")
    return path


@contextmanager
def _opened(given: Store | None) -> Iterator[Store]:
    """The given store, or the configured one with its tables and starting content."""
    if given is not None:
        yield given
        return
    store = Store(os.environ.get(URL_VARIABLE) or f"sqlite:///{ROOT / 'var' / 'wegwijzer.db'}")
    try:
        store.migrate()
        seed(store)
        yield store
    finally:
        store.close()


def _check(options: argparse.Namespace, store: Store) -> str:
    return editing.summary(editing.read_own(options.folder, store))


def _import(options: argparse.Namespace, store: Store) -> str:
    return editing.bring_in(store, options.folder)


def _export(options: argparse.Namespace, store: Store) -> str:
    return editing.topic_as_yaml(store, options.key)


def _stale(options: argparse.Namespace, store: Store) -> str:
    return editing.stale(store, date.today(), options.municipality)


def _questions(options: argparse.Namespace, store: Store) -> str:
    return editing.questions(store)


if __name__ == "__main__":
    sys.exit(main())
