"""What the picture says in words: its title, its facts, its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexapla.counted_words import counted
from hexapla.report_rows import band

if TYPE_CHECKING:
    from align.similarity_picture import Mark
    from hexapla.alignment_plot import Plot

# The least probability of each band, as the legend says it.
LEGEND = (
    ("sure", "sure: 0.95 or more"),
    ("likely", "likely: 0.80 or more"),
    ("doubtful", "doubtful: 0.50 or more"),
    ("poor", "poor: below 0.50"),
)
MOVED_WORDS = "moved; the line leads to its place in order"
ALONE_WORDS = "alone: no counterpart"


def axis_words(plot: Plot) -> tuple[str, str]:
    """Return what the two axes count: "French, 64 paragraphs"."""
    from corpora.languages import language_name

    picture = plot.picture
    pairs = ((plot.source, picture.source_blocks), (plot.target, picture.target_blocks))
    words = [
        f"{language_name(document.language)}, {counted(count, 'paragraph')}" for document, count in pairs
    ]
    return words[0], words[1]


def file_names(plot: Plot) -> tuple[str, str]:
    """Return the names of the two files, without their folders."""
    return plot.source.path.name or str(plot.source.path), plot.target.path.name or str(plot.target.path)


def facts(plot: Plot) -> str:
    """Return the counts that the picture shows: "61 beads: 50 one to one, 11 alone; 4 below 0.80"."""
    from align.similarity_picture import MarkKind

    marks = plot.picture.marks
    counts = {
        "one to one": sum(mark.kind is MarkKind.BEAD and _single(mark) for mark in marks),
        "merged or split": sum(mark.kind is MarkKind.BEAD and not _single(mark) for mark in marks),
        "moved": sum(mark.kind is MarkKind.MOVED for mark in marks),
        "alone": sum(mark.kind is MarkKind.NULL for mark in marks),
    }
    parts = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    doubted = sum(is_doubtful(mark) for mark in marks)
    return f"{counted(len(marks), 'bead')}{': ' * bool(parts)}{parts}; {doubted or 'none'} below 0.80"


def is_doubtful(mark: Mark) -> bool:
    """Tell whether the probability of a mark is below 0.8."""
    return band(mark.probability) in ("doubtful", "poor")


def deserves_look(mark: Mark) -> bool:
    """Tell whether a mark is doubtful, moved or alone."""
    from align.similarity_picture import MarkKind

    return mark.kind is not MarkKind.BEAD or is_doubtful(mark)


def _single(mark: Mark) -> bool:
    return mark.source[1] - mark.source[0] == mark.target[1] - mark.target[0] == 1


def scale_words(plot: Plot) -> tuple[str, str, str]:
    """Return the name of the grey scale and the numbers at its ends."""
    picture = plot.picture
    averaged = picture.matrix.shape != (picture.source_blocks, picture.target_blocks)
    name = "similarity (centred cosine)"
    return f"mean {name}" if averaged else name, "0", f"{plot.brightest:.1f}"
