"""Fit the maps from posteriors to probabilities, on beads that the weights have not seen.

    python scripts/fit_calibration.py --data ../shared/data [--folds docs/benchmarks/weights] [--defaults F]

Needs the weights of every fold (`fit_weights.py --folds`). Each family is aligned with the weights fitted
without it; the map of a fold is fitted on the other families and written into its file, so that every
published figure is cross-validated; that of `--defaults` on all. Isotonic regression by pooling adjacent
violators over bins of equal mass.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from bench_cases import PIVOT, masked_stream
from bench_systems import stream_of
from corrupted_copies import clean, corrupt, gold_beads
from fit_weights import FOLDS
from gold_sets import load_gold_sets
from published_weights import WEIGHTS_FOLDER, family_weights
from six_way_rows import load_six_way_sets
from textberg_gold import load_textberg

from align.beads import Bead
from align.calibration import Calibration, Knot
from align.decoding import beads_of_path, decode
from align.encoders import load_encoder
from align.pairing import PairResult, align_streams
from align.rows import align_rows
from align.segments import Stream
from align.weights import Weights

FIRST_SEED = 2000
BINS = 24
# Beads that are added to each bin, half of them right: a bin without an error is not certain.
_PRIOR = 1.0

# Posterior and whether the bead is right, by kind of map.
Judged = dict[str, list[tuple[float, bool]]]


def judge(
    beads: Sequence[Bead], gold: set[tuple[tuple[int, ...], tuple[int, ...]]], *, pooled: bool
) -> Judged:
    """Posteriors of beads against gold, by kind; moved and locked beads have other probabilities."""
    found: Judged = defaultdict(list)
    kinds = ("pooled", "pooled_nulls") if pooled else ("beads", "nulls")
    for bead in beads:
        if bead.rule not in ("moved", "lock"):
            source, target = tuple(range(*bead.source)), tuple(range(*bead.target))
            null = not (source and target)
            found[kinds[null]].append((bead.probability, (source, target) in gold))
    return found


def plain(weights: Weights) -> Weights:
    """The weights without their calibration: probabilities are then posteriors."""
    return dataclasses.replace(weights, calibration=Calibration(one_kind=1.0))


def judge_copies(folder: Path, weights_folder: Path, seed: int) -> dict[str, Judged]:
    """Every set corrupted with one seed, in pairs and pooled, by family."""
    encoder = load_encoder()
    judged: dict[str, Judged] = defaultdict(lambda: defaultdict(list))
    for pooled, sets in ((False, load_gold_sets(folder)), (True, load_six_way_sets(folder))):
        for gold in sets:
            weights = plain(family_weights(gold.family, weights_folder).weights)
            copies = {code: corrupt(clean(v), code, seed) for code, v in gold.versions.items()}
            streams = {code: masked_stream(copy, code, encoder) for code, copy in copies.items()}
            if pooled:
                beads = align_rows(streams, PIVOT, partial(_pairer, weights))[1]
            else:
                beads = {c: _pair_beads(streams[PIVOT], s, weights) for c, s in streams.items() if c != PIVOT}
            for code, found in beads.items():
                wanted = set(gold_beads(copies[PIVOT], copies[code]))
                _add(judged[gold.family], judge(found, wanted, pooled=pooled))
    return {family: dict(kinds) for family, kinds in judged.items()}


def _pairer(weights: Weights, source: Stream, target: Stream) -> PairResult:
    return align_streams(source, target, weights)


def _pair_beads(source: Stream, target: Stream, weights: Weights) -> list[Bead]:
    result = align_streams(source, target, weights)
    return beads_of_path(result, decode(result))


def _add(total: Judged, more: Mapping[str, list[tuple[float, bool]]]) -> None:
    for kind, values in more.items():
        total[kind].extend(values)


def judge_textberg(folder: Path, weights_folder: Path) -> Judged:
    """The sentences of Text+Berg dev."""
    pair = load_textberg(folder / "textberg_dev")
    encoder = load_encoder()
    streams = [
        stream_of(pair.source_language, pair.source, encoder),
        stream_of(pair.target_language, pair.target, encoder),
    ]
    weights = plain(family_weights("textberg", weights_folder).weights)
    gold = {(bead.source, bead.target) for bead in pair.gold}
    return judge(_pair_beads(streams[0], streams[1], weights), gold, pooled=False)


def isotonic_knots(judged: Sequence[tuple[float, bool]]) -> tuple[Knot, ...]:
    """A rising map through bins of equal mass; ends at 0 and 1."""
    ordered = sorted(judged)
    bins = [b for b in np.array_split(np.array(ordered, dtype=np.float64), BINS) if len(b)]
    blocks: list[list[float]] = []
    for part in bins:
        blocks.append([part[:, 0].sum(), part[:, 1].sum() + _PRIOR / 2, len(part) + _PRIOR, len(part)])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    knots = [(round(b[0] / b[3], 5), round(b[1] / b[2], 4)) for b in blocks]
    inner = [knot for knot in knots if 0 < knot[0] < 1]
    top = inner[-1][1] if inner else 1.0
    return ((0.0, 0.0), *inner, (1.0, max(top, round(blocks[-1][1] / blocks[-1][2], 4))))


def fit_calibration(families: Mapping[str, Judged], left_out: Sequence[str]) -> Calibration:
    """The maps of all families but those left out."""
    total: Judged = defaultdict(list)
    for family, judged in families.items():
        if family not in left_out:
            _add(total, judged)
    return Calibration(**{kind: isotonic_knots(values) for kind, values in total.items()})


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Write the maps into a file of weights."""
    named = json.loads(path.read_text(encoding="utf-8"))
    named["calibration"] = {name: [list(k) for k in knots] for name, knots in calibration.named().items()}
    path.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Align, judge, fit, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=Path, default=WEIGHTS_FOLDER)
    parser.add_argument("--defaults", type=Path, help="file of the weights fitted on everything")
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    families: dict[str, Judged] = defaultdict(lambda: defaultdict(list))
    with ProcessPoolExecutor(options.processes) as pool:
        work = partial(judge_copies, options.data, options.folds)
        for found in pool.map(work, range(FIRST_SEED, FIRST_SEED + options.seeds)):
            for family, judged in found.items():
                _add(families[family], judged)
    _add(families["textberg"], judge_textberg(options.data, options.folds))
    for fold, left_out in FOLDS.items():
        write_calibration(fit_calibration(families, left_out), options.folds / f"{fold}.json")
    if options.defaults:
        write_calibration(fit_calibration(families, ()), options.defaults)
    for family, judged in families.items():
        print(family, {kind: len(values) for kind, values in judged.items()})


if __name__ == "__main__":
    main()
