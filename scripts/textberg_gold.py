"""The dev part of the Text+Berg gold set: German and French sentences aligned by hand, one in four not 1:1.

Read as the files come: German is the source, as in the gold and in the published figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from align.ladder import LadderBead, read_ladder


@dataclass(frozen=True)
class SentencePair:
    """Sentences of two languages and the gold ladder between them."""

    source_language: str
    target_language: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: list[LadderBead]


def load_textberg(folder: Path) -> SentencePair:
    """Read `dev.de`, `dev.fr` and `dev.defr` of `folder`."""
    german, french = (
        tuple(line.strip() for line in (folder / name).read_text(encoding="utf-8").rstrip("\n").split("\n"))
        for name in ("dev.de", "dev.fr")
    )
    gold = read_ladder((folder / "dev.defr").read_text(encoding="utf-8"), "dev.defr")
    return SentencePair("de", "fr", german, french, gold)
