"""How many messages somebody may send."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network


class RateLimit:
    """At most `most` messages in any `seconds`, per key; forgets the keys it saw longest ago."""

    def __init__(
        self,
        most: int,
        seconds: float,
        most_keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._most_keys = most, seconds, most_keys
        self._clock = clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Count a message: 0, or whole seconds to wait when it is one too many (not counted)."""
        now = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > self._most_keys:
            self._seen.popitem(last=False)
        while times and now - times[0] >= self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return max(1, math.ceil(times[0] + self._seconds - now))
        times.append(now)
        return 0


def household(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 in which an IPv6 address lies."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:  # a Unix socket, or a proxy that hides the address
        return address[:64]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
