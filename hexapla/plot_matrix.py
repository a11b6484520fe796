"""The similarity matrix as an image of 256 greys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexapla.plot_colours import palette

if TYPE_CHECKING:
    from PIL.Image import Image

    from hexapla.alignment_plot import Plot


def matrix_image(plot: Plot) -> Image:
    """Return the matrix, one pixel a cell of it: colour 0 for cosines up to 0, 255 for the brightest.

    A document without blocks gives one empty pixel.
    """
    import numpy as np
    from PIL import Image

    matrix = plot.picture.matrix
    if not matrix.size:
        matrix = np.zeros((1, 1), dtype=np.float32)
    levels = np.clip(np.rint(matrix / plot.brightest * 255), 0, 255).astype(np.uint8)
    image = Image.fromarray(levels)
    image.putpalette(palette())
    return image
