"""The picture of an alignment as a PNG: nothing to hover, everything to see."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hexapla.plot_colours import BANDS, INK, LINE, MOVED, PAPER, SOFT, Colour, scale_colour
from hexapla.plot_matrix import matrix_image
from hexapla.plot_words import ALONE_WORDS, LEGEND, axis_words, facts, file_names, scale_words
from hexapla.report_rows import band

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from align.similarity_picture import Mark
    from hexapla.alignment_plot import Plot, Tick

# Pixels.
_EDGE, _STRIP, _GAP, _LEGEND_WIDTH, _TEXT, _TITLE = 32, 14, 8, 420, 19, 30
_LABEL_CHARS = 22
_TITLE_CHARS = 44
# Marks are drawn over each other in small pictures of large documents: doubt on top.
_ORDER = ("sure", "likely", "doubtful", "poor")


def draw_png(plot: Plot) -> Image:
    """Return the picture: title, axes with numbers and label paths, matrix, path, marks, legend."""
    from PIL import Image, ImageDraw

    left, top = plot_origin(plot)
    width = max(left + plot.frame.width + _GAP, 720) + _LEGEND_WIDTH
    height = max(top + plot.frame.height + _EDGE, top + 470)
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    _titles(draw, plot, left, top)
    _axes(image, draw, plot, left, top)
    size = (plot.frame.width, plot.frame.height)
    image.paste(matrix_image(plot).resize(size, Image.Resampling.NEAREST).convert("RGB"), (left, top))
    draw.rectangle((left - 1, top - 1, left + size[0], top + size[1]), outline=LINE)
    _stripes(image, plot, left, top)
    _path(draw, plot, left, top)
    _marks(draw, plot, left, top)
    _legend(draw, plot, width - _LEGEND_WIDTH + _EDGE, top)
    return image


def plot_origin(plot: Plot) -> tuple[int, int]:
    """Return where the upper left corner of the matrix is in the PNG, in pixels from the left and the top."""
    side = _label_room(plot.source_ticks)
    above = _label_room(plot.target_ticks)
    return (
        _EDGE + 2 * _TEXT + side + _STRIP + 2 * _GAP,
        _EDGE + _TITLE + 4 * _TEXT + above + _STRIP + 2 * _GAP,
    )


def bar_box(plot: Plot, mark: Mark, left: int, top: int) -> tuple[int, int, int, int]:
    """Return the bar of a mark with one side, on the margin: left, top, right, bottom, all inside.

    `left` and `top` are the corner of the matrix (`plot_origin`).
    """
    start, end = plot.frame.bar(mark)
    if mark.source[1] > mark.source[0]:
        right = left - _GAP
        return right - _STRIP, top + round(start), right - 1, top + round(end) - 1
    bottom = top - _GAP
    return left + round(start), bottom - _STRIP, left + round(end) - 1, bottom - 1


def plain(value: str, longest: int) -> str:
    """Return text that the font of the picture has letters for: ASCII, accents left off, "?" for the rest."""
    letters = (c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    shown = "".join(c if " " <= c <= "~" else "?" for c in letters)
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # Pillow's own font, the same on every machine; wheels of Pillow have FreeType.
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("this build of Pillow has no FreeType. Try: pip install --force-reinstall Pillow")
    return font


def _label_room(ticks: tuple[Tick, ...]) -> int:
    font = _font(_TEXT)
    paths = (round(font.getlength(plain(tick.path, _LABEL_CHARS))) for tick in ticks)
    return _number_room(ticks) + max(paths, default=0)


def _number_room(ticks: tuple[Tick, ...]) -> int:
    font = _font(_TEXT)
    return _TEXT // 2 + max((round(font.getlength(str(tick.block))) for tick in ticks), default=0)


def _titles(draw: ImageDraw, plot: Plot, left: int, top: int) -> None:
    names = " / ".join(plain(name, _TITLE_CHARS) for name in file_names(plot))
    draw.text((_EDGE, _EDGE - 8), names, INK, _font(_TITLE))
    draw.text((_EDGE, _EDGE + _TITLE + 2), facts(plot), SOFT, _font(_TEXT))
    middle = left + plot.frame.width // 2
    above = top - _STRIP - 3 * _GAP - _label_room(plot.target_ticks)
    words = plain(axis_words(plot)[1], _TITLE_CHARS)
    draw.text((max(middle, left + 120), above), words, INK, _font(_TEXT), anchor="mb")


def _axes(image: Image, draw: ImageDraw, plot: Plot, left: int, top: int) -> None:
    font = _font(_TEXT)
    right = left - _STRIP - 2 * _GAP
    for tick in plot.source_ticks:
        y = top + round(plot.frame.y(tick.block + 0.5))
        draw.text((right, y), str(tick.block), SOFT, font, anchor="rm")
        beside = right - _number_room(plot.source_ticks)
        draw.text((beside, y), plain(tick.path, _LABEL_CHARS), INK, font, anchor="rm")
    bottom = top - _STRIP - 2 * _GAP
    for tick in plot.target_ticks:
        x = left + round(plot.frame.x(tick.block + 0.5))
        _upright(image, str(tick.block), (x, bottom), SOFT, anchored_below=True)
        above = bottom - _number_room(plot.target_ticks)
        _upright(image, plain(tick.path, _LABEL_CHARS), (x, above), INK, anchored_below=True)
    words = plain(axis_words(plot)[0], _TITLE_CHARS)
    _upright(
        image, words, (_EDGE + _TEXT // 2, top + max(plot.frame.height // 2, 120)), INK, anchored_below=False
    )


def _upright(image: Image, words: str, at: tuple[int, int], colour: Colour, *, anchored_below: bool) -> None:
    """Write upwards: centred on `at` across, and ending there below or centred there along."""
    from PIL import Image, ImageDraw

    font = _font(_TEXT)
    length = round(font.getlength(words)) + 2
    stamp = Image.new("L", (length, _TEXT + 8), 0)
    ImageDraw.Draw(stamp).text((0, (_TEXT + 8) // 2), words, 255, font, anchor="lm")
    turned = stamp.transpose(Image.Transpose.ROTATE_90)
    above = turned.height if anchored_below else turned.height // 2
    image.paste(colour, (at[0] - turned.width // 2, max(0, at[1] - above)), turned)


def _stripes(image: Image, plot: Plot, left: int, top: int) -> None:
    """Shade the matrix from each bar on the margin to the path."""
    from PIL import Image

    for mark in plot.picture.marks:
        stripe = plot.frame.stripe(mark)
        if stripe is None:
            continue
        x0, y0, x1, y1 = (round(value) for value in stripe)
        box = (left + x0, top + y0, left + x1, top + y1)
        if x1 > x0 and y1 > y0:
            part = image.crop(box)
            image.paste(
                Image.blend(part, Image.new("RGB", part.size, BANDS[band(mark.probability)]), 0.2), box
            )


def _path(draw: ImageDraw, plot: Plot, left: int, top: int) -> None:
    points = [(left + plot.frame.x(j), top + plot.frame.y(i)) for i, j in plot.picture.path]
    if len(points) > 1:
        draw.line(points, fill=SOFT, width=1)


def _marks(draw: ImageDraw, plot: Plot, left: int, top: int) -> None:
    from align.similarity_picture import MarkKind

    ranked = sorted(
        plot.picture.marks,
        key=lambda mark: (mark.kind is MarkKind.MOVED, _ORDER.index(band(mark.probability))),
    )
    for mark in ranked:
        if mark.kind is MarkKind.NULL:
            draw.rectangle(bar_box(plot, mark, left, top), fill=BANDS[band(mark.probability)])
            continue
        x0, y0, x1, y1 = plot.frame.box(mark)
        box = (left + round(x0), top + round(y0), left + round(x1) - 1, top + round(y1) - 1)
        if mark.in_order is not None:
            y = (box[1] + box[3]) // 2
            _dashes(draw, left + round(plot.frame.x(mark.in_order)), (box[0] + box[2]) // 2, y)
        moved = mark.kind is MarkKind.MOVED
        draw.rectangle(box, fill=MOVED if moved else BANDS[band(mark.probability)])


def _dashes(draw: ImageDraw, start: int, end: int, y: int) -> None:
    """Draw a broken line, and a dot where it starts: the place in order."""
    low, high = sorted((start, end))
    for x in range(low, high, 9):
        draw.line((x, y, min(x + 5, high), y), fill=MOVED, width=2)
    draw.ellipse((start - 4, y - 4, start + 4, y + 4), fill=PAPER, outline=MOVED, width=2)


def _legend(draw: ImageDraw, plot: Plot, left: int, top: int) -> None:
    font = _font(_TEXT)
    y = top

    def entry(words: str) -> None:
        nonlocal y
        draw.text((left + 40, y + 11), words, INK, font, anchor="lm")
        y += 36

    for word, words in LEGEND:
        draw.rectangle((left, y, left + 22, y + 22), fill=BANDS[word])
        entry(words)
    draw.rectangle((left, y, left + 22, y + 22), fill=MOVED)
    entry("moved")
    _dashes(draw, left + 4, left + 23, y + 11)
    entry("where order would put it")
    draw.rectangle((left + 4, y, left + 4 + _STRIP, y + 22), fill=BANDS["sure"])
    entry(f"on the margin, {ALONE_WORDS}")
    y += 16
    name, low, high = scale_words(plot)
    for step in range(240):
        draw.line((left + step, y, left + step, y + 22), fill=scale_colour(step / 239))
    draw.rectangle((left - 1, y - 1, left + 240, y + 23), outline=LINE)
    draw.text((left, y + 30), low, SOFT, font)
    draw.text((left + 240, y + 30), high, SOFT, font, anchor="ra")
    draw.text((left, y + 56), name, INK, font)
