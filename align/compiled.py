"""Compiles the loops of the aligner; without Numba they run as the plain Python that they are, slowly.

Only modules named `*_kernels.py` import this one, and they are imported where they are first needed: importing
the package compiles nothing. Compiled code is kept beside the sources (or in Numba's own cache folder where
that is read-only), so that only the first run on a machine waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # a platform without wheels of Numba

    def compiled(function: Function) -> Function:
        """Return `function` as it is."""
        return function

else:

    def compiled(function: Function) -> Function:
        """Return `function`, compiled when first called; it releases the interpreter's lock."""
        fast: Function = numba.njit(cache=True, nogil=True)(function)
        return fast
