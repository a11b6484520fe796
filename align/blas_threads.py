"""One thread for matrix products: the aligner's are small, and more threads collapse on a busy machine."""

from __future__ import annotations

import functools
from typing import Any


def one_blas_thread() -> Any:
    """A context in which a matrix product uses one thread."""
    return _thread_pools().limit(limits=1, user_api="blas")


@functools.cache
def _thread_pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
