"""What a TMX file holds, as values: units, their variants, and what could not be read."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class TmxVariant(NamedTuple):
    """One `tuv`: its language as BCP 47 writes it, the text without inline codes, its own props."""

    language: str
    text: str
    props: dict[str, str]


class TmxUnit(NamedTuple):
    """One `tu`. `source_language` is its own `srclang` or the header's, None where it is absent or "*all*".

    `variants` are in the order of the file; a language may occur more than once. `line` counts from 1.
    """

    tuid: str | None
    source_language: str | None
    variants: tuple[TmxVariant, ...]
    props: dict[str, str]
    line: int
    creation_date: str | None = None
    change_date: str | None = None
    creation_id: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The first text of each language."""
        texts: dict[str, str] = {}
        for variant in self.variants:
            texts.setdefault(variant.language, variant.text)
        return texts


class SkippedVariant(NamedTuple):
    """What was not read: its line, from 1, a reason code, and what a parser says of it.

    Of a `tuv`: "no-language", "no-segment", "empty-segment". Of a `tu`: "no-variant", "broken-unit",
    "unclosed-unit", "unit-too-long". Of the file: "broken-header", "no-body", "stray-content", "truncated".
    """

    line: int
    reason: str
    detail: str = ""


@cache
def bcp47(code: str) -> str:
    """Return a language code as BCP 47 writes it: "EN_us" is en-US, "zh-hans" is zh-Hans."""
    first, *rest = re.split(r"[-_]", code.strip())
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 else part.lower()


def source_language(code: str | None) -> str | None:
    """Return a `srclang` as BCP 47; None for none and for "*all*"."""
    code = (code or "").strip()
    return bcp47(code) if code and code != "*all*" else None
