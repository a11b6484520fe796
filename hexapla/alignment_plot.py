"""The picture of an alignment, `hexapla align --plot`: what the PNG and the page share.

The same frame, ticks and bands serve both, so that both show the same thing in the same place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexapla.outputs import check_place, replacing
from hexapla.report_rows import band

if TYPE_CHECKING:
    from align.beads import PairAlignment
    from align.encoders import Encoder
    from align.similarity_picture import Mark, SimilarityPicture
    from corpora.documents import Document

FORMATS = (".png", ".html")
# Pixels: the side that cells grow to, the widest cell, and the largest matrix side.
_USUAL_SIDE, _WIDEST_CELL, _LARGEST_SIDE = 1120, 48, 1500
# A side shorter than this gets cells of its own width: 20 paragraphs against 2000 would be a line.
_SHORTEST_SIDE = 280
# From this width of a cell on, the matrix shows as a frame around the bead.
_FRAMED_CELL = 10
# The least width and height of a mark, in pixels: in documents with many paragraphs doubt stands out to both
# sides of the path, and covers little of what comes before and after.
_LEAST_SIZE = {"sure": (4.0, 3.0), "likely": (4.0, 3.0), "doubtful": (10.0, 2.0), "poor": (10.0, 2.0)}
_LEAST_MOVED = (6.0, 6.0)
_TICK_GAP = 26

# Left, top, right, bottom, in pixels.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A block to name on an axis: its number, counted from 0, and its label path, "" without."""

    block: int
    path: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks lie in the plot, in pixels from its upper left corner.

    `width` and `height` of the plot, `cell_width` and `cell_height` of one pair of blocks (whole numbers
    unless the documents are larger than the picture).
    """

    width: int
    height: int
    cell_width: float
    cell_height: float

    def x(self, boundary: float) -> float:
        """Pixels from the left of a boundary between target blocks."""
        return boundary * self.cell_width

    def y(self, boundary: float) -> float:
        """Pixels from the top of a boundary between source blocks."""
        return boundary * self.cell_height

    def box(self, mark: Mark) -> Box:
        """The rectangle of a mark with both sides, never smaller than the eye needs."""
        width, height = _LEAST_SIZE[band(mark.probability)] if mark.in_order is None else _LEAST_MOVED
        left, right = _grown(self.x(mark.target[0]), self.x(mark.target[1]), self.cell_width, width)
        top, bottom = _grown(self.y(mark.source[0]), self.y(mark.source[1]), self.cell_height, height)
        return left, top, right, bottom

    def bar(self, mark: Mark) -> tuple[float, float]:
        """Where the bar of a mark with one side begins and ends on its margin."""
        if mark.source[1] > mark.source[0]:
            return _grown(self.y(mark.source[0]), self.y(mark.source[1]), self.cell_height, 3.0)
        return _grown(self.x(mark.target[0]), self.x(mark.target[1]), self.cell_width, 3.0)

    def stripe(self, mark: Mark) -> Box | None:
        """The rows or columns of a mark with one side, from its margin to the path; None for other marks."""
        (i, k), (j, m) = mark.source, mark.target
        if i != k and j != m:
            return None
        if i != k:
            return 0.0, self.y(i), self.x(j), self.y(k)
        return self.x(j), 0.0, self.x(m), self.y(i)


@dataclass(frozen=True, slots=True)
class Plot:
    """All that a drawing needs. The scale goes from the cosine 0 to `brightest`."""

    picture: SimilarityPicture
    alignment: PairAlignment
    source: Document
    target: Document
    frame: Frame
    source_ticks: tuple[Tick, ...]
    target_ticks: tuple[Tick, ...]
    brightest: float


def plot_format(path: str) -> str:
    """Return ".png" or ".html", as the name of the file ends; ValueError names both for any other."""
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        raise ValueError(f"{path}: a picture is a .png or a .html file. Try: --plot alignment.html")
    return ending


def check_plot_place(path: str) -> None:
    """Raise the error of `replacing` now: aligning large documents takes minutes."""
    check_place(Path(path))


def write_plot(
    path: str, alignment: PairAlignment, source: Document, target: Document, encoder: Encoder | str
) -> None:
    """Write the picture of an alignment to a .png or .html file, whole or not at all."""
    from align.encoders import load_encoder
    from align.similarity_picture import similarity_picture

    chosen = load_encoder(encoder) if isinstance(encoder, str) else encoder
    plot = plot_of(similarity_picture(source, target, alignment, chosen), alignment, source, target)
    with replacing(Path(path)) as part:
        if plot_format(path) == ".png":
            from hexapla.plot_png import draw_png

            draw_png(plot).save(part, format="PNG")
        else:
            from hexapla.plot_html import render_plot

            part.write_text(render_plot(plot), encoding="utf-8", newline="\n")


def plot_of(picture: SimilarityPicture, alignment: PairAlignment, source: Document, target: Document) -> Plot:
    """Lay out a picture: the frame, the ticks, the scale."""
    frame = frame_of(picture.source_blocks, picture.target_blocks)
    highest = float(picture.matrix.max()) if picture.matrix.size else 1.0
    return Plot(
        picture=picture,
        alignment=alignment,
        source=source,
        target=target,
        frame=frame,
        source_ticks=ticks([block.path for block in source.blocks], frame.cell_height),
        target_ticks=ticks([block.path for block in target.blocks], frame.cell_width),
        # Means over many cells are low: the scale ends at the next tenth above the highest.
        brightest=min(1.0, max(0.1, math.ceil(highest * 10 - 1e-6) / 10)),
    )


def frame_of(source_blocks: int, target_blocks: int) -> Frame:
    """Choose the size of the cells: square, unless one document is many times longer than the other."""
    longest = max(source_blocks, target_blocks, 1)
    cells = [_cell(longest)] * 2
    for k, blocks in enumerate((target_blocks, source_blocks)):
        if 0 < blocks * cells[k] < _SHORTEST_SIDE:
            cells[k] = max(cells[k], min(_WIDEST_CELL, _SHORTEST_SIDE // blocks))
    width, height = (
        max(1, round(blocks * cell))
        for blocks, cell in zip((target_blocks, source_blocks), cells, strict=True)
    )
    return Frame(width, height, float(cells[0]), float(cells[1]))


def _cell(blocks: int) -> float:
    if blocks > _LARGEST_SIDE:
        return _LARGEST_SIDE / blocks
    return max(1, min(_WIDEST_CELL, _USUAL_SIDE // blocks))


def _grown(start: float, end: float, cell: float, least: float) -> tuple[float, float]:
    """Draw a range in where the frame of the matrix is to be seen; widen it where it would be too small."""
    inset = max(2.0, cell // 8) if cell >= _FRAMED_CELL else 0.0
    start, end = start + inset, end - inset
    missing = max(0.0, least - (end - start)) / 2
    return start - missing, end + missing


def ticks(paths: Sequence[str], cell: float) -> tuple[Tick, ...]:
    """Choose what to write along an axis, never closer than a line of text.

    `paths` has the label path of each block, "" without. Labels high in the numbering come first, then plain
    numbers at round steps where there is room.
    """
    gap = max(1, math.ceil(_TICK_GAP / cell))
    step = _round_step(gap)
    labelled = sorted((path.count("/"), block) for block, path in enumerate(paths) if path)
    wanted = [block for _, block in labelled] + list(range(0, len(paths), step))
    free = [True] * len(paths)
    chosen = []
    for block in wanted:
        if free[block]:
            chosen.append(block)
            low, high = max(0, block - gap + 1), min(len(paths), block + gap)
            free[low:high] = [False] * (high - low)
    return tuple(Tick(block, paths[block]) for block in sorted(chosen))


def _round_step(least: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50, ... that is not below `least`."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return factor * power
        power *= 10
