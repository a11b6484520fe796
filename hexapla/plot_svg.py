"""The picture inside the page, as SVG: the matrix is one image, a bead is a link to its row of the table."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hexapla.counted_words import span_words
from hexapla.html_text import text
from hexapla.plot_matrix import matrix_image
from hexapla.plot_words import axis_words, deserves_look, file_names, is_doubtful
from hexapla.report_rows import band

if TYPE_CHECKING:
    from align.similarity_picture import Mark
    from hexapla.alignment_plot import Box, Plot, Tick

# Pixels of the drawing, which the page scales to its width.
_STRIP, _GAP, _TEXT, _EDGE = 14, 8, 19, 6
_CHAR_WIDTH, _LEAST_AXIS = 11.5, 300
_LABEL_CHARS = 24


def render_svg(plot: Plot, listed: frozenset[int]) -> str:
    """Return the SVG element. Marks whose bead is in `listed` are links to its row, `#bead0` and so on."""
    left, top = svg_origin(plot)
    across, down = axis_lengths(plot)
    width, height = left + across + _EDGE, top + down + _EDGE
    names = " and ".join(file_names(plot))
    return "\n".join(
        (
            f'<svg id="picture" role="group" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" '
            f'aria-label="{text(f"Picture of the alignment of {names}")}" aria-describedby="facts">',
            _axes(plot, left, top),
            f'<g transform="translate({left} {top})">',
            _matrix(plot),
            *_stripes(plot),
            _path(plot),
            *_unlisted(plot, listed),
            *_linked(plot, listed),
            "</g>",
            "</svg>",
        )
    )


def svg_origin(plot: Plot) -> tuple[int, int]:
    """Return where the upper left corner of the matrix is in the SVG, in its pixels."""
    return (
        2 * _TEXT + _label_room(plot.source_ticks) + _STRIP + 2 * _GAP,
        2 * _TEXT + _label_room(plot.target_ticks) + _STRIP + 2 * _GAP,
    )


def axis_lengths(plot: Plot) -> tuple[int, int]:
    """Return the lengths of the target axis and of the source axis: with room for their words."""
    return max(plot.frame.width, _LEAST_AXIS), max(plot.frame.height, _LEAST_AXIS)


def mark_box(plot: Plot, mark: Mark) -> Box:
    """Return the rectangle of a mark, from the corner of the matrix: its cells, or its bar on the margin."""
    if mark.target[1] == mark.target[0]:
        start, end = plot.frame.bar(mark)
        return -_GAP - _STRIP, start, -_GAP, end
    if mark.source[1] == mark.source[0]:
        start, end = plot.frame.bar(mark)
        return start, -_GAP - _STRIP, end, -_GAP
    return plot.frame.box(mark)


def mark_words(mark: Mark) -> str:
    """Return what a screen reader says of a mark: "source 12 with target 14, probability 0.62, doubtful"."""
    source, target = span_words(mark.source), span_words(mark.target)
    probability = f"probability {mark.probability:.2f}, {band(mark.probability)}"
    if mark.target[1] == mark.target[0]:
        return f"source {source} alone, {probability}"
    if mark.source[1] == mark.source[0]:
        return f"target {target} alone, {probability}"
    moved = "moved, " if mark.in_order is not None else ""
    return f"source {source} with target {target}, {moved}{probability}"


def _label_room(ticks: Sequence[Tick]) -> int:
    """Return the room for the numbers, and for the label paths beside them."""
    paths = max((min(len(tick.path), _LABEL_CHARS) for tick in ticks), default=0)
    return _number_room(ticks) + round(_CHAR_WIDTH * paths)


def _number_room(ticks: Sequence[Tick]) -> int:
    return round(_CHAR_WIDTH * (1 + max((len(str(tick.block)) for tick in ticks), default=0)))


def _label(tick: Tick) -> str:
    return text(tick.path if len(tick.path) <= _LABEL_CHARS else tick.path[: _LABEL_CHARS - 1] + "…")


def _axes(plot: Plot, left: int, top: int) -> str:
    down, across = axis_words(plot)
    frame = plot.frame
    lengths = axis_lengths(plot)
    parts = [
        f'<text class="axis" x="{left + lengths[0] // 2}" y="{_TEXT}" '
        f'text-anchor="middle">{text(across)}</text>',
        f'<text class="axis" transform="translate({_TEXT} {top + lengths[1] // 2}) rotate(-90)" '
        f'text-anchor="middle">{text(down)}</text>',
    ]
    right = left - _STRIP - 2 * _GAP
    for tick in plot.source_ticks:
        y = top + frame.y(tick.block + 0.5) + _TEXT / 3
        parts.append(f'<text x="{right}" y="{y:.1f}" text-anchor="end">{tick.block}</text>')
        if tick.path:
            beside = right - _number_room(plot.source_ticks)
            parts.append(
                f'<text class="label" x="{beside}" y="{y:.1f}" text-anchor="end">{_label(tick)}</text>'
            )
    bottom = top - _STRIP - 2 * _GAP
    for tick in plot.target_ticks:
        x = left + frame.x(tick.block + 0.5) + _TEXT / 3
        turned = f"translate({x:.1f} {bottom}) rotate(-90)"
        parts.append(f'<text transform="{turned}">{tick.block}</text>')
        if tick.path:
            room = _number_room(plot.target_ticks)
            parts.append(f'<text class="label" transform="{turned}" x="{room}">{_label(tick)}</text>')
    return f'<g class="axes" aria-hidden="true">{"".join(parts)}</g>'


def _matrix(plot: Plot) -> str:
    data = io.BytesIO()
    matrix_image(plot).save(data, format="PNG", optimize=True)
    source = "data:image/png;base64," + base64.b64encode(data.getvalue()).decode("ascii")
    size = f'width="{plot.frame.width}" height="{plot.frame.height}"'
    return (
        f'<image class="matrix" aria-hidden="true" {size} preserveAspectRatio="none" href="{source}"/>'
        f'<rect class="frame" {size}/>'
    )


def _stripes(plot: Plot) -> Iterator[str]:
    """Shade from each bar on the margin to the path, one shape a band."""
    shapes: dict[str, list[str]] = {}
    for mark in plot.picture.marks:
        if box := plot.frame.stripe(mark):
            shapes.setdefault(band(mark.probability), []).append(_outline(box))
    for word, outlines in shapes.items():
        yield f'<path class="stripe {word}" d="{"".join(outlines)}"/>'


def _path(plot: Plot) -> str:
    points = " ".join(f"{plot.frame.x(j):g},{plot.frame.y(i):g}" for i, j in plot.picture.path)
    return f'<polyline class="path" points="{points}"/>'


def _unlisted(plot: Plot, listed: frozenset[int]) -> Iterator[str]:
    """Draw the marks without a row in the table, all of a band as one shape."""
    shapes: dict[str, list[str]] = {}
    for mark in plot.picture.marks:
        if mark.bead not in listed:
            shapes.setdefault(_classes(mark), []).append(_outline(mark_box(plot, mark)))
    for classes, outlines in shapes.items():
        yield f'<path class="{classes}" d="{"".join(outlines)}"/>'


def _linked(plot: Plot, listed: frozenset[int]) -> Iterator[str]:
    """Draw the marks with a row, doubt on top. The keyboard stops at all that deserves a look."""
    marks = [mark for mark in plot.picture.marks if mark.bead in listed]
    for mark in sorted(marks, key=lambda mark: (deserves_look(mark), is_doubtful(mark))):
        left, top, right, bottom = mark_box(plot, mark)
        yield (
            f'<a href="#bead{mark.bead}" aria-label="{text(mark_words(mark))}" '
            f'tabindex="{0 if deserves_look(mark) else -1}">'
            f"{_line_to_order(plot, mark)}"
            f'<rect class="{_classes(mark)}" x="{left:g}" y="{top:g}" '
            f'width="{right - left:g}" height="{bottom - top:g}"/></a>'
        )


def _line_to_order(plot: Plot, mark: Mark) -> str:
    if mark.in_order is None:
        return ""
    left, top, right, bottom = plot.frame.box(mark)
    x, y = plot.frame.x(mark.in_order), (top + bottom) / 2
    return (
        f'<line class="order" x1="{x:g}" y1="{y:g}" x2="{(left + right) / 2:g}" y2="{y:g}"/>'
        f'<circle class="order" cx="{x:g}" cy="{y:g}" r="4"/>'
    )


def _classes(mark: Mark) -> str:
    return f"mark {mark.kind} {band(mark.probability)}"


def _outline(box: Box) -> str:
    left, top, right, bottom = box
    return f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}z"
