"""Work in order per conversation, side by side between them; and nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.teams.lanes import LONGEST_QUEUE, Lanes
from bot.teams.memory import Once


def test_a_lane_keeps_its_order_and_another_lane_does_not_wait_for_it() -> None:
    done: list[str] = []

    async def drive() -> None:
        lanes, gate = Lanes(), asyncio.Event()

        def work(name: str, wait: bool = False) -> Callable[[], Awaitable[None]]:
            async def do() -> None:
                if wait:
                    await gate.wait()
                done.append(name)
                gate.set()

            return do

        lanes.add("a", work("a1", wait=True))
        lanes.add("a", work("a2"))
        lanes.add("b", work("b1"))
        await lanes.empty()

    asyncio.run(drive())
    assert done == ["b1", "a1", "a2"]


def test_work_that_fails_does_not_stop_the_next_and_is_logged_without_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    async def fail() -> None:
        raise ValueError("geheim")

    async def succeed() -> None:
        done.append("next")

    async def drive() -> None:
        lanes = Lanes()
        lanes.add("a", fail)
        lanes.add("a", succeed)
        await lanes.empty()

    asyncio.run(drive())
    assert done == ["next"]
    assert "ValueError" in caplog.text
    assert "geheim" not in caplog.text


def test_a_lane_that_is_full_takes_no_more_until_it_is_empty() -> None:
    async def drive() -> list[bool]:
        lanes = Lanes()

        async def work() -> None:
            await asyncio.sleep(0)

        taken = [lanes.add("a", work) for _ in range(LONGEST_QUEUE + 1)]
        taken.append(lanes.add("b", work))
        await lanes.empty()
        return [*taken, lanes.add("a", work)]

    assert asyncio.run(drive()) == [True] * LONGEST_QUEUE + [False, True, True]


def test_what_was_seen_is_not_new_until_it_is_long_ago() -> None:
    now = [0.0]
    once = Once(lasts=60, clock=lambda: now[0])
    assert once.is_new("a", "1")
    assert once.is_new("a", "2")
    assert once.is_new("b", "1")
    now[0] = 59
    assert not once.is_new("a", "1")
    now[0] = 60
    assert once.is_new("a", "1")
