"""The picture as PNG, pixel by pixel."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from PIL.Image import Image

from hexapla.alignment_plot import Plot
from hexapla.plot_colours import ALIKE, BANDS, MOVED, PAPER, UNLIKE, Colour, scale_colour
from hexapla.plot_matrix import matrix_image
from hexapla.plot_png import draw_png, plain, plot_origin

CELL = 48
# Pixels from the matrix to the middle of a bar on its margin.
MARGIN = 8 + 7


def cell_colour(
    image: Image, plot: Plot, row: int, column: int, across: float = 0.5, down: float = 0.5
) -> object:
    """The colour at a share of a cell: its middle, or nearer to an edge."""
    left, top = plot_origin(plot)
    return image.getpixel((left + round((column + across) * CELL), top + round((row + down) * CELL)))


def one_bead(plotted_pairs: ModuleType, row: int, column: int, probability: float = 0.99) -> Plot:
    bead = plotted_pairs.bead((row, row + 1), (column, column + 1), probability)
    plot: Plot = plotted_pairs.plot(beads=(bead,))
    return plot


@pytest.mark.parametrize("place", [(0, 0), (2, 5), (5, 0), (5, 6)])
def test_a_bead_colours_its_own_cell_and_no_other(place: tuple[int, int], plotted_pairs: ModuleType) -> None:
    plot = one_bead(plotted_pairs, *place)
    image = draw_png(plot)
    coloured = {
        (row, column)
        for row in range(6)
        for column in range(7)
        if cell_colour(image, plot, row, column) == BANDS["sure"]
    }
    assert coloured == {place}


def test_a_bead_fills_its_cell_up_to_the_frame_of_the_matrix(plotted_pairs: ModuleType) -> None:
    plot = one_bead(plotted_pairs, 2, 5)
    image = draw_png(plot)
    left, top = plot_origin(plot)
    x0, y0 = left + 5 * CELL, top + 2 * CELL
    inside = [(x0 + 6, y0 + 6), (x0 + 41, y0 + 6), (x0 + 6, y0 + 41), (x0 + 41, y0 + 41)]
    outside = [(x0 + 5, y0 + 24), (x0 + 42, y0 + 24), (x0 + 24, y0 + 5), (x0 + 24, y0 + 42)]
    assert {image.getpixel(point) for point in inside} == {BANDS["sure"]}
    assert BANDS["sure"] not in {image.getpixel(point) for point in outside}


@pytest.mark.parametrize(
    ("probability", "word"),
    [(1.0, "sure"), (0.95, "sure"), (0.949, "likely"), (0.8, "likely"), (0.799, "doubtful"), (0.499, "poor")],
)
def test_the_colour_says_how_sure_a_bead_is(probability: float, word: str, plotted_pairs: ModuleType) -> None:
    plot = one_bead(plotted_pairs, 3, 2, probability)
    assert cell_colour(draw_png(plot), plot, 3, 2) == BANDS[word]


def test_every_kind_of_mark_is_where_it_belongs(plotted_pairs: ModuleType) -> None:
    plot = plotted_pairs.plot()
    image = draw_png(plot)
    assert cell_colour(image, plot, 0, 0) == BANDS["sure"]
    # 1:2 is one rectangle over two cells and the line between them.
    assert {cell_colour(image, plot, 1, 1, across) for across in (0.5, 1.0, 1.5)} == {BANDS["doubtful"]}
    assert cell_colour(image, plot, 1, 3) != BANDS["doubtful"]
    assert cell_colour(image, plot, 3, 3) == BANDS["poor"]
    assert cell_colour(image, plot, 4, 6) == MOVED
    assert cell_colour(image, plot, 5, 5) == BANDS["likely"]


def test_paragraphs_alone_are_bars_on_the_margin_of_their_side(plotted_pairs: ModuleType) -> None:
    plot = plotted_pairs.plot()
    image = draw_png(plot)
    left, top = plot_origin(plot)
    beside = [image.getpixel((left - MARGIN, top + row * CELL + CELL // 2)) for row in range(6)]
    above = [image.getpixel((left + column * CELL + CELL // 2, top - MARGIN)) for column in range(7)]
    assert beside == [PAPER, PAPER, BANDS["likely"], PAPER, PAPER, PAPER]
    assert above == [PAPER, PAPER, PAPER, PAPER, BANDS["poor"], PAPER, PAPER]


def test_a_stripe_leads_from_a_paragraph_alone_to_the_path(plotted_pairs: ModuleType) -> None:
    plot = plotted_pairs.plot()
    image = draw_png(plot)
    shaded = [cell_colour(image, plot, 2, column) != UNLIKE for column in range(7)]
    # The paragraph alone on the other side crosses in column 4.
    assert shaded == [True, True, True, False, True, False, False]
    shaded = [cell_colour(image, plot, row, 4, 0.3) != UNLIKE for row in range(6)]
    # In row 4 the line of the moved bead passes as well.
    assert shaded == [True, True, True, True, True, False]


def test_a_line_leads_from_a_moved_bead_to_its_place_in_order(plotted_pairs: ModuleType) -> None:
    plot = plotted_pairs.plot()
    image = draw_png(plot)
    left, top = plot_origin(plot)
    row = np.asarray(image)[top + 4 * CELL + CELL // 2, left : left + 7 * CELL]
    coloured = np.flatnonzero((row == MOVED).all(axis=1))
    # From the boundary before target 4, where the beads above end, to the right edge of the bead.
    assert coloured[0] in range(4 * CELL - 4, 4 * CELL)
    assert coloured[-1] == 7 * CELL - 7


def test_the_matrix_has_a_grey_for_each_cosine_at_its_row_and_column(plotted_pairs: ModuleType) -> None:
    matrix = np.zeros((6, 7), dtype=np.float32)
    matrix[1, 4], matrix[4, 1], matrix[0, 6] = 1.0, 0.5, -0.8
    plot = plotted_pairs.plot(beads=(), matrix=matrix)
    image = draw_png(plot)
    assert cell_colour(image, plot, 1, 4, 0.4) == ALIKE
    assert cell_colour(image, plot, 4, 1, 0.4) == scale_colour(128 / 255)
    assert cell_colour(image, plot, 0, 6, 0.4) == UNLIKE
    assert cell_colour(image, plot, 1, 5, 0.4) == UNLIKE
    assert matrix_image(plot).size == (7, 6)


def test_a_reduced_matrix_fills_the_same_frame(plotted_pairs: ModuleType) -> None:
    texts = [f"texte {k}" for k in range(3000)]
    matrix = np.zeros((1500, 1500), dtype=np.float32)
    matrix[749, 10] = 1.0
    bead = plotted_pairs.bead((2000, 2001), (1000, 1001), 0.3)
    made = plotted_pairs.document("fr", texts)
    plot = plotted_pairs.plot(source=made, target=made, beads=(bead,), matrix=matrix)
    image = draw_png(plot)
    left, top = plot_origin(plot)
    assert image.getpixel((left + 10, top + 749)) == ALIKE
    assert image.getpixel((left + 500, top + 1000)) == BANDS["poor"]
    assert [image.getpixel((left + 500, top + y)) == BANDS["poor"] for y in (997, 998, 1002, 1003)] == [
        False
    ] * 4


def test_an_empty_document_is_drawn_as_nothing(plotted_pairs: ModuleType) -> None:
    empty = plotted_pairs.document("fr", [])
    beads = [plotted_pairs.bead((0, 0), (k, k + 1), 1.0, "null") for k in range(7)]
    plot = plotted_pairs.plot(source=empty, beads=beads, matrix=np.zeros((0, 7), dtype=np.float32))
    image = draw_png(plot)
    left, top = plot_origin(plot)
    assert image.getpixel((left + CELL // 2, top - MARGIN)) == BANDS["sure"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Résolution.fr.txt", "Resolution.fr.txt"),
        ("决议.zh.txt", "??.zh.txt"),
        ("قرار.ar", "????.ar"),
        ("Ж\u202e\x00\n.ru", "????.ru"),
        ("x" * 50, "x" * 37 + "..."),
    ],
)
def test_names_are_written_with_the_letters_the_font_has(value: str, shown: str) -> None:
    assert plain(value, 40) == shown


def test_the_same_plot_gives_the_same_picture(plotted_pairs: ModuleType) -> None:
    assert draw_png(plotted_pairs.plot()).tobytes() == draw_png(plotted_pairs.plot()).tobytes()


def lightness(colour: Colour, weights: tuple[float, float, float]) -> float:
    return sum(weight * (value / 255) ** 2.2 for weight, value in zip(weights, colour, strict=True))


def test_sure_and_doubt_differ_in_blue_which_red_green_blindness_leaves() -> None:
    assert min(BANDS["sure"][2], BANDS["likely"][2]) - max(BANDS["doubtful"][2], BANDS["poor"][2]) > 170
    grey = (0.2126, 0.7152, 0.0722)
    assert lightness(BANDS["likely"], grey) > 2 * lightness(BANDS["sure"], grey)
    assert lightness(BANDS["doubtful"], grey) > 1.5 * lightness(BANDS["poor"], grey)
