"""Bringing store, topic index and model up to date, with a progress line for each."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.settings import CACHE, LOG

if TYPE_CHECKING:
    from knowledge.store import Store


def prepare(force: bool = False, refine: bool = True) -> int:
    """Migrate and seed the store, index its topics, and train when needed.

    Progress goes to standard error, so that standard output stays free for answers.

    Args:
        force: train even when nothing changed.
        refine: have the topic index complete; a server can start with an earlier one,
            because it completes it in the background.

    Returns:
        0, or 1 when something is in the way; the reason was printed.
    """
    from knowledge.content import ContentError

    try:
        _prepare_store(refine)
        _prepare_model(force)
    except ContentError as error:
        print(f"De inhoud klopt niet. {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Dat lukt niet: {error}", file=sys.stderr)
        return 1
    except (RuntimeError, ValueError) as error:
        print(f"{error} ({LOG})", file=sys.stderr)
        return 1
    return 0


def knows_municipality(key: str) -> bool:
    """Whether the store has a municipality with this key."""
    from knowledge.places import Gazetteer
    from knowledge.store import Store

    return key in Gazetteer.load(Store()).by_key


def _prepare_store(refine: bool) -> None:
    from knowledge.seeding import seed
    from knowledge.store import Store

    store = Store()
    store.migrate()
    seed(store)
    if refine or not any(CACHE.glob("*.npz")):
        _prepare_index(store)
    store.close()


def _prepare_index(store: Store) -> None:
    from knowledge.matching import Matcher

    matcher = Matcher(store, CACHE)
    if not matcher.is_prepared():
        with progress("De onderwerpen doorzoekbaar maken"):
            matcher.prepare()
    matcher.close()


def _prepare_model(force: bool) -> None:
    from bot.quiet import quiet_output
    from bot.training import is_current, train

    if force or not is_current():
        with progress("Het taalmodel trainen"), quiet_output():
            train()


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Print what is being done, and how long it took."""
    print(f"{what} ...", end=" ", file=sys.stderr, flush=True)
    started = time.monotonic()
    yield
    print(f"klaar ({time.monotonic() - started:.0f} s)", file=sys.stderr, flush=True)
