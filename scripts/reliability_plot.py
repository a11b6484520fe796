"""A reliability plot as SVG, written by hand: accuracy over probability, one dot for each equal-mass bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calibration_metrics import Bin

_SIZE, _MARGIN = 360, 48
_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#7a4f9a")


def reliability_svg(title: str, series: Mapping[str, Sequence[Bin]]) -> str:
    """Return the SVG; the axes run from 0 to 1, the dashed line is perfect calibration."""
    width, height = _SIZE + 2 * _MARGIN, _SIZE + 2 * _MARGIN + 16 * len(series)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{width / 2:g}" y="24" text-anchor="middle" font-size="14">{title}</text>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#444"/>',
        _line((0, 0), (1, 1), 'stroke="#888" stroke-dasharray="4 4"'),
        *(_tick(k / 5) for k in range(6)),
        f'<text x="{_MARGIN + _SIZE / 2:g}" y="{_MARGIN + _SIZE + 36}" text-anchor="middle">'
        "probability</text>",
        f'<text transform="translate(14 {_MARGIN + _SIZE / 2:g}) rotate(-90)" text-anchor="middle">'
        "share that is right</text>",
    ]
    for k, (name, bins) in enumerate(series.items()):
        parts += _dots(bins, _COLOURS[k % len(_COLOURS)])
        parts += _legend(name, bins, k, _COLOURS[k % len(_COLOURS)])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place(x: float, y: float) -> tuple[float, float]:
    return round(_MARGIN + x * _SIZE, 1), round(_MARGIN + (1 - y) * _SIZE, 1)


def _line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    (a, b), (c, d) = _place(*start), _place(*end)
    return f'<line x1="{a:g}" y1="{b:g}" x2="{c:g}" y2="{d:g}" {style}/>'


def _tick(value: float) -> str:
    x, bottom = _place(value, 0)
    left, y = _place(0, value)
    return (
        f'<text x="{x:g}" y="{bottom + 16:g}" text-anchor="middle">{value:.1f}</text>'
        f'<text x="{left - 6:g}" y="{y + 4:g}" text-anchor="end">{value:.1f}</text>'
    )


def _dots(bins: Sequence[Bin], colour: str) -> list[str]:
    places = [_place(b.probability, b.accuracy) for b in bins]
    path = " ".join(f"{x:g},{y:g}" for x, y in places)
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}"/>',
        *(f'<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="{colour}"/>' for x, y in places),
    ]


def _legend(name: str, bins: Sequence[Bin], k: int, colour: str) -> list[str]:
    y = _MARGIN + _SIZE + 54 + 16 * k
    beads = sum(b.count for b in bins)
    return [
        f'<circle cx="{_MARGIN + 6}" cy="{y - 4}" r="3.5" fill="{colour}"/>',
        f'<text x="{_MARGIN + 16}" y="{y}">{name} ({beads} beads)</text>',
    ]
