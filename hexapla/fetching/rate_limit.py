"""At most so many requests a second to one host."""

from __future__ import annotations

from dataclasses import dataclass, field

from hexapla.fetching.clocks import Clock


@dataclass(slots=True)
class RateLimit:
    """Waits before a request until its host may be asked again; hosts do not wait for each other."""

    per_second: float
    clock: Clock
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Wait for the turn of `host` and take it."""
        now = self.clock.monotonic()
        turn = max(now, self._next.get(host, now))
        if turn > now:
            self.clock.sleep(turn - now)
        self._next[host] = turn + 1 / self.per_second
