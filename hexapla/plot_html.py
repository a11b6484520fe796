"""The picture of an alignment as one HTML page: no network, readable without its script, light and dark."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from hexapla.html_text import attribute, text
from hexapla.plot_colours import ALIKE, BANDS, MOVED, UNLIKE, Colour
from hexapla.plot_svg import render_svg
from hexapla.plot_table import left_out_words, listed_beads, render_table
from hexapla.plot_words import ALONE_WORDS, LEGEND, MOVED_WORDS, facts, file_names, scale_words

if TYPE_CHECKING:
    from hexapla.alignment_plot import Plot

_HINT = (
    "Probabilities are calibrated on official documents. "
    "Point at a mark, or move to it with the Tab key, to read both texts; a click leads to its row."
)


def render_plot(plot: Plot) -> str:
    """Return the page: title, facts, legend, picture with the texts beside it, table of beads.

    The same plot gives the same text. All texts of documents are escaped, with language and direction.
    The only script allowed is the page's own, by its hash.
    """
    listed = listed_beads(plot.picture.marks)
    style, script = _style(), _resource("plot_script.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    names = file_names(plot)
    left_out = left_out_words(plot, listed)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{text(' / '.join(names))} – Hexapla alignment</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n<header>\n<h1><bdi>{text(names[0])}</bdi> / <bdi>{text(names[1])}</bdi></h1>\n"
        f'<p id="facts">{text(facts(plot))}</p>\n<p class="soft small">{_HINT}</p>\n'
        f"{_legend(plot)}\n</header>\n"
        f'<div class="board">\n<figure>\n{render_svg(plot, listed)}\n</figure>\n'
        '<aside id="detail" aria-live="polite" aria-label="The bead pointed at"'
        f"{_first(plot, listed)}></aside>\n</div>\n"
        f"<section>\n<h2>Beads: {len(listed)}</h2>\n"
        + (f"<p><strong>{text(left_out)}</strong></p>\n" if left_out else "")
        + f"{render_table(plot, listed)}\n</section>\n</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _first(plot: Plot, listed: frozenset[int]) -> str:
    """Name the least probable bead: the page shows it before anyone points at one."""
    if not listed:
        return ""
    beads = plot.alignment.beads
    return attribute("data-first", f"bead{min(listed, key=lambda bead: (beads[bead].probability, bead))}")


def _style() -> str:
    colours = {**{f"mark-{word}": colour for word, colour in BANDS.items()}, "mark-moved": MOVED}
    scale = {"unlike": UNLIKE, "alike": ALIKE}
    names = "".join(f"--{name}: {_hex(colour)}; " for name, colour in {**colours, **scale}.items())
    return f"{_resource('report_style.css')}:root {{ {names}}}\n{_resource('plot_style.css')}"


def _resource(name: str) -> str:
    return files("hexapla").joinpath(name).read_text(encoding="utf-8")


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()


def _legend(plot: Plot) -> str:
    items = [f'<li><span class="swatch {word}"></span>{text(words)}</li>' for word, words in LEGEND]
    items.append(f'<li><span class="swatch moved"></span>{text(MOVED_WORDS)}</li>')
    items.append(f'<li><span class="swatch margin"></span>on the margin, {text(ALONE_WORDS)}</li>')
    name, low, high = scale_words(plot)
    items.append(f'<li>{low} <span class="scale"></span> {high} {text(name)}</li>')
    return f'<ul class="legend">{"".join(items)}</ul>'
