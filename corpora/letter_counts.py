"""How many letters of each script some texts have, counted in all of them at once."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# First and last code points of the letters of each script.
SCRIPTS = {
    "arabic": ((0x621, 0x64A), (0x671, 0x6D3), (0x6FA, 0x6FC), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    "han": ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)),
    "kana": ((0x3041, 0x30FF),),
    "hangul": ((0xAC00, 0xD7AF), (0x1100, 0x11FF)),
    "cyrillic": ((0x400, 0x4FF),),
    "latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "greek": ((0x370, 0x3FF),),
    "hebrew": ((0x5D0, 0x5EA),),
    "devanagari": ((0x900, 0x97F),),
    "thai": ((0xE01, 0xE5B),),
}
_ASCII_LETTERS = string.ascii_letters.encode()
# All of these but the punctuation are letters, and of the Latin script.
_ACCENTED_LETTERS = "À-ÖØ-öø-\u024f"
_ACCENTED = re.compile(f"[{_ACCENTED_LETTERS}]")
_BEYOND_LATIN = re.compile(rf"[^\x00-\x7f\xa0\xa7\xab\xb0\xbb{_ACCENTED_LETTERS}\u2010-\u2027\u2030-\u205e]")


class Letters(NamedTuple):
    """How many letters a text has (some code points of a script are none), and how many of each script."""

    all: int
    of_scripts: dict[str, int]


def count_letters(samples: Sequence[str]) -> list[Letters]:
    """Letters of each text; of one without letters of other scripts only the Latin script is told."""
    latin = [sample.isascii() or _BEYOND_LATIN.search(sample) is None for sample in samples]
    others = iter(_letters_of_scripts([s for s, only in zip(samples, latin, strict=True) if not only]))
    return [
        _latin_letters(sample) if only else next(others) for sample, only in zip(samples, latin, strict=True)
    ]


def _latin_letters(sample: str) -> Letters:
    plain = sample.encode("ascii", "ignore")
    letters = len(plain) - len(plain.translate(None, _ASCII_LETTERS))
    if len(plain) != len(sample):
        letters += len(_ACCENTED.findall(sample))
    return Letters(letters, {"latin": letters})


def _letters_of_scripts(samples: Sequence[str]) -> list[Letters]:
    """Letters of each of some texts, counted in all of them at once."""
    if not samples:
        return []
    import numpy as np

    points = np.frombuffer("".join(samples).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    plane = np.minimum(points, 0xFFFF)
    width = len(SCRIPTS) + 1
    texts = np.repeat(np.arange(len(samples)), list(map(len, samples)))
    scripts = np.bincount(texts * width + _script_of_point().take(plane), minlength=len(samples) * width)
    alphabetic = np.bincount(texts, weights=_is_letter().take(plane), minlength=len(samples))
    every = list(map(int, alphabetic))
    if len(points) and int(points.max()) > 0xFFFF:
        every = [sum(map(str.isalpha, sample)) for sample in samples]
    rows = scripts.reshape(-1, width)[:, 1:].tolist()
    return [
        Letters(letters, dict(zip(SCRIPTS, row, strict=True)))
        for letters, row in zip(every, rows, strict=True)
    ]


@functools.cache
def _is_letter() -> npt.NDArray[np.bool_]:
    """Whether each code point up to U+FFFF is a letter."""
    import numpy as np

    return np.fromiter(map(str.isalpha, map(chr, range(0x10000))), dtype=np.bool_, count=0x10000)


@functools.cache
def _script_of_point() -> npt.NDArray[np.uint8]:
    """Script of each code point up to U+FFFF, the last of which is in none: from 1, 0 for none."""
    import numpy as np

    table = np.zeros(0x10000, dtype=np.uint8)
    for number, ranges in enumerate(SCRIPTS.values(), start=1):
        for first, last in ranges:
            table[first : last + 1] = number
    return table
