from __future__ import annotations

from dataclasses import dataclass

from bot.channels.limits import RateLimit


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_too_many_is_refused() -> None:
    limit = RateLimit(3, 60, clock=Clock())
    assert [limit.allows("ann") for _ in range(4)] == [True, True, True, False]


def test_the_period_slides() -> None:
    clock = Clock()
    limit = RateLimit(2, 60, clock=clock)
    assert limit.allows("ann")
    clock.now = 30
    assert limit.allows("ann")
    clock.now = 59.9
    assert not limit.allows("ann")
    clock.now = 60  # the first one is a minute ago, the second is not
    assert limit.allows("ann")
    assert not limit.allows("ann")


def test_a_refused_message_does_not_count() -> None:
    clock = Clock()
    limit = RateLimit(1, 60, clock=clock)
    limit.allows("ann")
    clock.now = 59
    assert not limit.allows("ann")
    clock.now = 60
    assert limit.allows("ann")


def test_everybody_has_a_limit_of_their_own() -> None:
    limit = RateLimit(1, 60, clock=Clock())
    assert limit.allows("ann")
    assert limit.allows("bob")
    assert not limit.allows("ann")


def test_whoever_was_seen_longest_ago_is_forgotten_first() -> None:
    limit = RateLimit(1, 60, most_keys=2, clock=Clock())
    for key in ("ann", "bob", "ann", "eve"):  # ann came back: bob is the oldest
        limit.allows(key)
    assert not limit.allows("ann")
    assert limit.allows("bob")
