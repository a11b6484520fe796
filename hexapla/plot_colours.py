"""The colours of the picture: eight bits of red, green and blue.

The marks are those of Okabe and Ito (Color Universal Design, 2008), which people with any common colour
vision tell apart; they also differ in lightness. The matrix has no hue, so that the marks stand out.
"""

from __future__ import annotations

Colour = tuple[int, int, int]

BANDS: dict[str, Colour] = {
    "sure": (0, 114, 178),
    "likely": (86, 180, 233),
    "doubtful": (230, 159, 0),
    "poor": (213, 94, 0),
}
# Not the reddish purple of the palette itself but darker: it must not fade beside grey cells.
MOVED: Colour = (170, 51, 119)
PAPER: Colour = (255, 255, 255)
INK: Colour = (34, 32, 28)
SOFT: Colour = (106, 101, 92)
LINE: Colour = (196, 190, 180)
# The ends of the scale of similarity: nothing alike (0 and below), and most alike.
UNLIKE: Colour = (250, 249, 247)
ALIKE: Colour = (84, 82, 80)


def scale_colour(share: float) -> Colour:
    """Return the colour of a similarity, given as its share of the scale, in [0, 1] or clipped to it."""
    part = min(1.0, max(0.0, share))
    red, green, blue = (round(low + (high - low) * part) for low, high in zip(UNLIKE, ALIKE, strict=True))
    return red, green, blue


def palette() -> list[int]:
    """Return the scale as 256 colours, one after the other: the palette of an image of 8 bits."""
    return [value for level in range(256) for value in scale_colour(level / 255)]
