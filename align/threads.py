"""The blocks of a large document worked on by several threads: what NumPy and the compiled loops do inside.

Both let other threads run meanwhile. Small documents are not worth the threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

# More find no more memory to read.
_MOST_THREADS = 4

Result = TypeVar("Result")


def in_threads(work: Callable[[int], Result], numbers: range, least: int) -> list[Result]:
    """The results of `work` for each number, in order; on threads if there are at least `least` numbers."""
    if len(numbers) < max(least, 2):
        return [work(number) for number in numbers]
    # The first block alone: what is compiled or loaded is so once.
    first = work(numbers[0])
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
        return [first, *pool.map(work, numbers[1:])]
