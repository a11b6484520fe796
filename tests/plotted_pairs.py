"""Small alignments made by hand, laid out to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, PairAlignment, Span, Term
from align.similarity_picture import picture_of
from corpora.documents import Block, BlockKind, Document, Place
from hexapla.alignment_plot import Plot, plot_of


def document(language: str, texts: Sequence[str], *, name: str = "", paths: Sequence[str] = ()) -> Document:
    """A document of these texts, with label paths where given."""
    labels = [*paths, *[""] * (len(texts) - len(paths))]
    return Document(
        path=Path(name or f"made.{language}.txt"),
        sha256="0" * 64,
        language=language,
        symbol=None,
        blocks=tuple(
            Block(BlockKind.PARAGRAPH, text, Place(0, 0), path=path)
            for text, path in zip(texts, labels, strict=True)
        ),
    )


def bead(source: Span, target: Span, probability: float, rule: str = "similarity") -> Bead:
    """A bead with two terms of evidence."""
    evidence = (Term("similarity", 3.0), Term("length", -1.25))
    return Bead(source, target, probability, 1.75, rule, evidence)


# Six source and seven target blocks: each kind of mark once, each band at least once.
BEADS = (
    bead((0, 1), (0, 1), 0.99),
    bead((1, 2), (1, 3), 0.6),
    bead((2, 3), (3, 3), 0.85, "null"),
    bead((3, 4), (3, 4), 0.3, "label"),
    bead((4, 5), (6, 7), 0.97, "moved"),
    bead((5, 5), (4, 5), 0.4, "null"),
    bead((5, 6), (5, 6), 0.81),
)


def plot(
    source: Document | None = None,
    target: Document | None = None,
    beads: Sequence[Bead] = BEADS,
    matrix: NDArray[np.float32] | None = None,
) -> Plot:
    """The plot of these beads; without a matrix all cosines are 0."""
    source = source or document("fr", [f"texte {k}" for k in range(6)])
    target = target or document("ar", [f"نص {k}" for k in range(7)])
    alignment = PairAlignment(source.language, target.language, tuple(beads))
    sizes = len(source.blocks), len(target.blocks)
    matrix = np.zeros(sizes, dtype=np.float32) if matrix is None else matrix
    return plot_of(picture_of(matrix, alignment, *sizes), alignment, source, target)
