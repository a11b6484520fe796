"""Asking again where no whole answer came: longer pauses each time, none shorter than the server asks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from hexapla.fetching.clocks import Clock
from hexapla.fetching.errors import Unanswered

Result = TypeVar("Result")
# Pauses that a person would wonder about are told.
_TOLD_FROM_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`attempts` counts the first too. The n-th pause is drawn from the upper half of 2**(n-1) seconds."""

    attempts: int = 5
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0
    longest_wait_seconds: float = 120.0

    def pause_seconds(self, failures: int, chance: float) -> float:
        """Return the pause after so many failures, from 1; `chance` in [0, 1) keeps clients apart."""
        whole = min(self.first_pause_seconds * 2.0 ** (failures - 1), self.longest_pause_seconds)
        return float(whole * (0.5 + chance / 2))


def with_retries(
    attempt: Callable[[], Result], policy: RetryPolicy, clock: Clock, tell: Callable[[str], None]
) -> Result:
    """Return what `attempt` returns. Raises its last `Unanswered` at the end, all other errors at once.

    A server that asks for a wait longer than the policy allows is not asked again.
    """
    failures = 0
    while True:
        try:
            return attempt()
        except Unanswered as error:
            failures += 1
            asked = error.wait_seconds or 0.0
            if asked > policy.longest_wait_seconds:
                raise _too_long(error, asked, policy) from error
            if failures >= policy.attempts:
                raise
            pause = max(asked, policy.pause_seconds(failures, clock.chance()))
            if pause >= _TOLD_FROM_SECONDS:
                tell(f"{error.reason}; waiting {pause:.0f} s")
        clock.sleep(pause)


def _too_long(error: Unanswered, asked: float, policy: RetryPolicy) -> Unanswered:
    longest = policy.longest_wait_seconds
    reason = f"{error.reason}, and asks to wait {asked:.0f} s, longer than the {longest:.0f} s of a run"
    return Unanswered(reason, error.advice, given_up=error.host)


def retry_after_seconds(header: str | None, now: datetime.datetime) -> float | None:
    """Read Retry-After, seconds or an HTTP date (RFC 9110, 10.2.3); None where it says nothing readable."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return max(0.0, (when - now).total_seconds())
