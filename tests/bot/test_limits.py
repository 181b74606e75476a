from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.channels.limits import RateLimit, household


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_too_many_is_refused() -> None:
    limit = RateLimit(3, 60, clock=Clock())
    assert [limit.wait("ann") for _ in range(4)] == [0, 0, 0, 60]


def test_the_period_slides() -> None:
    clock = Clock()
    limit = RateLimit(2, 60, clock=clock)
    assert limit.wait("ann") == 0
    clock.now = 30
    assert limit.wait("ann") == 0
    clock.now = 59.9
    assert limit.wait("ann") == 1  # whole seconds, rounded up
    clock.now = 60  # the first one is a minute ago, the second is not
    assert limit.wait("ann") == 0
    assert limit.wait("ann") > 0


def test_a_refused_message_does_not_count() -> None:
    clock = Clock()
    limit = RateLimit(1, 60, clock=clock)
    limit.wait("ann")
    clock.now = 59
    assert limit.wait("ann") > 0
    clock.now = 60
    assert limit.wait("ann") == 0


def test_everybody_has_a_limit_of_their_own() -> None:
    limit = RateLimit(1, 60, clock=Clock())
    assert limit.wait("ann") == 0
    assert limit.wait("bob") == 0
    assert limit.wait("ann") > 0


def test_whoever_was_seen_longest_ago_is_forgotten_first() -> None:
    limit = RateLimit(1, 60, most_keys=2, clock=Clock())
    for key in ("ann", "bob", "ann", "eve"):  # ann came back: bob is the oldest
        limit.wait(key)
    assert limit.wait("ann") > 0
    assert limit.wait("bob") == 0


def test_it_says_how_long_to_wait() -> None:
    clock = Clock()
    limit = RateLimit(2, 60, clock=clock)
    limit.wait("ann")
    clock.now = 20
    limit.wait("ann")
    clock.now = 30
    assert limit.wait("ann") == 30


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("_hidden", "_hidden"),
        ("", ""),
    ],
)
def test_who_has_many_addresses_still_counts_as_one(address: str, key: str) -> None:
    assert household(address) == key


def test_a_made_up_address_stays_short() -> None:
    assert len(household("x" * 5000)) == 64
