"""Compiles the loops of the aligner; without Numba they run as the plain Python that they are, slowly.

Only modules named `*_kernels.py` import this one, and they are imported where they are first needed:
importing the package compiles nothing. Compiled code is kept beside the sources (or in Numba's own cache
folder where that is read-only), so that only the first run on a machine waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # a platform without wheels of Numba

    def compiled(function: Function) -> Function:
        """Return `function` as it is."""
        return function

    inlined = compiled

else:

    def compiled(function: Function) -> Function:
        """Return `function`, compiled when first called; it releases the interpreter's lock."""
        fast: Any = numba.njit(cache=True, nogil=True)(function)
        return cast(Function, fast)

    def inlined(function: Function) -> Function:
        """Return `function`, to be written out where compiled code calls it with tuples of arrays.

        A call would count the references of every array anew: a third of the time of small functions.
        """
        fast: Any = numba.njit(nogil=True, inline="always")(function)
        return cast(Function, fast)
