"""Vectors of spans for speed: as many segments as wanted, made from real sentence vectors, kept in files.

A document is a row of atoms, each the mixture of two real sentence vectors and a direction of its own; the
two languages see the same mixture of their own vectors, and noise. Each side cuts the atoms into segments on
its own: some hold two, some are missing. The vector of a span is that of the sum of its atoms, with noise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.encoders import Encoder
from align.ladder import LadderBead
from align.segments import unit_rows

Vectors = NDArray[np.float32]
Ints = NDArray[np.int64]

SPANS = 8
# Of every hundred segments a side: beads of two segments on that side, and segments that the other lacks.
TWO_TO_ONE = 0.03
ALONE = 0.03
# Strength, beside a unit vector of real text: what is an atom's own, a side's own, a span's own.
# With French and English vectors true pairs then have cosines of about .7.
OWN, SIDE_NOISE, SPAN_NOISE = 0.5, 0.45, 0.15
_CHUNK = 1024
_ATOM_CHARS = 120.0


@dataclass(frozen=True)
class SpanFiles:
    """Span files `(8, n, d)` float16 of both sides, lengths beside them, and the gold between them."""

    source: Path
    target: Path
    gold: list[LadderBead]


@dataclass(frozen=True)
class _Mixture:
    """Which real vectors an atom mixes, and how much of the second."""

    first: Ints
    second: Ints
    share: Vectors
    chars: NDArray[np.float64]


def real_vectors(passages: Sequence[tuple[str, str]], encoder: Encoder) -> tuple[Vectors, Vectors]:
    """Vectors of the passages in two languages."""
    return encoder.encode([one for one, _ in passages]), encoder.encode([other for _, other in passages])


def write_span_files(
    folder: Path, count: int, real: tuple[Vectors, Vectors], seed: int = 1, spans: int = SPANS
) -> SpanFiles:
    """Write files of `count` segments a side, unless they lie there; the seed decides everything."""
    beads = _beads(count, seed)
    atoms = sum(max(1, len(b.source), len(b.target)) for b in beads)
    draw = np.random.default_rng(seed)
    mixture = _Mixture(
        draw.integers(len(real[0]), size=atoms),
        draw.integers(len(real[0]), size=atoms),
        draw.uniform(0.3, 0.9, size=atoms).astype(np.float32),
        _ATOM_CHARS * draw.lognormal(0.0, 0.5, size=atoms),
    )
    paths = []
    for side, vectors in enumerate(real):
        path = folder / f"spans-{count}-{spans}-{seed}-{'source' if side == 0 else 'target'}.npy"
        ranges = _atoms_of_segments(beads, side)
        if not path.exists():
            _write_lengths(path, ranges, mixture, seed + side)
            _write_side(path, ranges, mixture, vectors, side, seed, spans)
        paths.append(path)
    return SpanFiles(paths[0], paths[1], beads)


def _beads(count: int, seed: int) -> list[LadderBead]:
    """Beads in a random order that give exactly `count` segments on both sides."""
    twos, alone = round(count * TWO_TO_ONE), round(count * ALONE)
    shapes = [(2, 1), (1, 2)] * twos + [(1, 0), (0, 1)] * alone + [(1, 1)] * (count - 3 * twos - alone)
    random.Random(f"beads/{seed}").shuffle(shapes)
    beads = []
    i = j = 0
    for a, b in shapes:
        beads.append(LadderBead(tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    return beads


def _atoms_of_segments(beads: Sequence[LadderBead], side: int) -> Ints:
    """The half-open range of atoms of each segment of a side: int64 `(n, 2)`."""
    ranges = []
    at = 0
    for bead in beads:
        own = (bead.source, bead.target)[side]
        atoms = max(1, len(bead.source), len(bead.target))
        if len(own) == atoms:
            ranges += [(at + k, at + k + 1) for k in range(atoms)]
        elif own:
            ranges.append((at, at + atoms))
        at += atoms
    return np.array(ranges, dtype=np.int64)


def _write_lengths(path: Path, ranges: Ints, mixture: _Mixture, seed: int) -> None:
    ends = np.concatenate([[0.0], np.cumsum(mixture.chars)])
    exact = ends[ranges[:, 1]] - ends[ranges[:, 0]]
    noise = np.random.default_rng([seed, 7]).lognormal(0.0, 0.15, size=len(ranges))
    np.save(path.with_suffix(".lengths.npy"), np.round(exact * noise))


def _write_side(
    path: Path, ranges: Ints, mixture: _Mixture, real: Vectors, side: int, seed: int, spans: int
) -> None:
    count, dimension = len(ranges), real.shape[1]
    part = path.with_suffix(".part")
    stored = np.lib.format.open_memmap(part, mode="w+", dtype=np.float16, shape=(spans, count, dimension))
    for start in range(0, count, _CHUNK):
        end = min(start + _CHUNK, count)
        last = min(end + spans - 1, count)
        first_atom, end_atom = int(ranges[start, 0]), int(ranges[last - 1, 1])
        sums = np.zeros((end_atom - first_atom + 1, dimension), dtype=np.float64)
        np.cumsum(_atom_vectors(first_atom, end_atom, mixture, real, side, seed), axis=0, out=sums[1:])
        inside = ranges[start:last] - first_atom
        segments = (sums[inside[:, 1]] - sums[inside[:, 0]]).astype(np.float32)
        draw = np.random.default_rng([seed, 11, side, start])
        total = np.zeros((end - start, dimension), dtype=np.float32)
        for extra in range(spans):
            rows = min(end - start, count - extra - start)
            if rows <= 0:
                break
            total[:rows] += segments[extra : extra + rows]
            noisy = unit_rows(total[:rows]) + _noise(draw, rows, dimension, SPAN_NOISE)
            stored[extra, start : start + rows] = unit_rows(noisy)
    stored.flush()
    part.replace(path)


def _atom_vectors(start: int, end: int, mixture: _Mixture, real: Vectors, side: int, seed: int) -> Vectors:
    """Vectors of atoms `start..end-1` of a side; chunks of atoms are drawn from seeds of their own."""
    parts = []
    for chunk in range(start // _CHUNK, (end - 1) // _CHUNK + 1):
        places = slice(chunk * _CHUNK, min((chunk + 1) * _CHUNK, len(mixture.share)))
        size = places.stop - places.start
        mixed = real[mixture.first[places]] + mixture.share[places, None] * real[mixture.second[places]]
        own = _noise(np.random.default_rng([seed, 3, chunk]), size, real.shape[1], OWN)
        noise = _noise(np.random.default_rng([seed, 5, side, chunk]), size, real.shape[1], SIDE_NOISE)
        parts.append(unit_rows(unit_rows(mixed) + own + noise))
    offset = start // _CHUNK * _CHUNK
    return np.concatenate(parts)[start - offset : end - offset]


def _noise(draw: np.random.Generator, rows: int, dimension: int, strength: float) -> Vectors:
    """Directions at random, about `strength` long."""
    scale = np.float32(strength / np.sqrt(dimension))
    return draw.standard_normal((rows, dimension), dtype=np.float32) * scale
