"""Free gold for fitting: seeded corruptions of the gold sets, and sentences aligned by hand.

Every set is copied with several seeds, paragraphs merged, split or dropped; of some copies a run is replaced
by foreign text, some are cut to a few paragraphs, half have labels of which some are wrong or missing.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench_systems import stream_of
from corrupted_copies import Bead, Paragraph, clean, corrupt, gold_beads
from gold_sets import GoldSet, load_gold_sets
from noisy_labels import noisy_labels, true_numbers
from textberg_gold import load_textberg

from align.band import Band
from align.encoders import load_encoder
from align.evidence import band_null_features, describe_candidates
from align.pairing import choose_band, gather_evidence, score_band
from align.segments import Stream
from align.sides import Floats, Ints, prepare_pair
from align.weights import DEFAULT_WEIGHTS
from corpora.label_paths import mask_ordinals

FIRST_SEED = 1000
# What is done to the copy with the seed FIRST_SEED + k, by k modulo six: how many paragraphs are changed.
RATES = (0.10, 0.10, 0.30, 0.10, 0.10, 0.03)
_FOREIGN, _SMALL = 3, 5
# The first stage is fitted on this share of the copies: it has many more beads, and only chooses candidates.
BAND_SHARE = 0.2
# Candidates are gathered more generously than the aligner does, so that other weights find theirs.
_MARGIN, _LEAST = 11.0, 1e-6


@dataclass(frozen=True)
class Stage:
    """Candidates and features of one pair at one stage of the aligner."""

    band: Band
    places: Ints
    beads: np.ndarray
    source_null: Floats
    target_null: Floats


@dataclass(frozen=True)
class Example:
    """One pair: its family, language, what the band (of some) and what a close look tell, and its gold."""

    family: str
    language: str
    first: Stage | None
    second: Stage
    gold: list[Bead]


def load_examples(folder: Path, seeds: int, processes: int = 2) -> list[Example]:
    """Every example of the data, in a fixed order."""
    sets = load_gold_sets(folder)
    work = [(gold, seed, sets) for seed in range(FIRST_SEED, FIRST_SEED + seeds) for gold in sets]
    with ProcessPoolExecutor(processes) as pool:
        found = [example for some in pool.map(_copies, work) for example in some]
    return [*found, textberg_example(folder)]


def textberg_example(folder: Path) -> Example:
    """The sentences of Text+Berg dev."""
    pair = load_textberg(folder / "textberg_dev")
    encoder = load_encoder()
    source = stream_of(pair.source_language, pair.source, encoder)
    target = stream_of(pair.target_language, pair.target, encoder)
    gold = [(bead.source, bead.target) for bead in pair.gold]
    return Example("textberg", "de", *stages(source, target), gold)


def stages(source: Stream, target: Stream) -> tuple[Stage, Stage]:
    """What the aligner sees of a pair: every bead that may matter, then the candidates closely."""
    return first_stage(source, target), second_stage(source, target)


def first_stage(source: Stream, target: Stream) -> Stage:
    """Every bead that may matter, with what is cheap to know of it."""
    pair = prepare_pair(source, target, choose_band(source, target))
    places = score_band(pair, DEFAULT_WEIGHTS, _MARGIN).places.astype(np.int64)
    nulls = band_null_features(pair.source, pair.target), band_null_features(pair.target, pair.source)
    return Stage(pair.band, places, describe_candidates(pair, places).astype(np.float32), *nulls)


def second_stage(source: Stream, target: Stream) -> Stage:
    """The candidates, looked at closely."""
    evidence = gather_evidence(source, target, DEFAULT_WEIGHTS, least=_LEAST)
    candidates = evidence.candidates
    return Stage(
        evidence.pair.band,
        candidates.places,
        candidates.features.astype(np.float32),
        evidence.source_null,
        evidence.target_null,
    )


def _copies(work: tuple[GoldSet, int, Sequence[GoldSet]]) -> list[Example]:
    gold, seed, sets = work
    kind = (seed - FIRST_SEED) % len(RATES)
    draw = random.Random(f"{gold.name}/{seed}")
    copies = {code: corrupt(clean(v), code, seed, RATES[kind]) for code, v in gold.versions.items()}
    # Each language is paired with the others, so that none is learnt by heart.
    source = draw.choice(sorted(copies))
    if kind == _FOREIGN:
        others = [other for other in sets if other.family != gold.family]
        copies |= {c: with_foreign_part(v, c, others, draw) for c, v in copies.items() if c != source}
    if kind == _SMALL:
        copies = window(copies, draw)
    if source not in copies:
        return []
    labels = _labels(gold, copies, seed) if seed // 2 % 2 else {}
    encoder = load_encoder()
    streams = {
        code: stream_of(code, [mask_ordinals(p.text, code) for p in copy], encoder, labels.get(code))
        for code, copy in copies.items()
    }
    banded = draw.random() < BAND_SHARE
    return [
        Example(
            family=gold.family,
            language=code,
            first=first_stage(streams[source], streams[code]) if banded else None,
            second=second_stage(streams[source], streams[code]),
            gold=gold_beads(copies[source], copy),
        )
        for code, copy in copies.items()
        if code != source
    ]


def _labels(gold: GoldSet, copies: Mapping[str, Sequence[Paragraph]], seed: int) -> dict[str, Sequence[str]]:
    rows = (row for version in gold.versions.values() for _, row in version)
    numbers = defaultdict(int, true_numbers(rows))
    return {code: noisy_labels(copy, numbers, code, seed) for code, copy in copies.items()}


def with_foreign_part(
    copy: list[Paragraph], language: str, others: Sequence[GoldSet], draw: random.Random
) -> list[Paragraph]:
    """The copy with a run of 2 to 12 paragraphs replaced by as many of an unrelated document."""
    choices = [gold for gold in others if language in gold.versions]
    foreign = draw.choice(choices).versions[language]
    length = min(draw.randint(2, 12), len(copy) // 2, len(foreign))
    at, source = draw.randrange(len(copy) - length + 1), draw.randrange(len(foreign) - length + 1)
    strangers = [
        Paragraph(text, frozenset([-1 - k])) for k, (text, _) in enumerate(foreign[source : source + length])
    ]
    return [*copy[:at], *strangers, *copy[at + length :]]


def window(copies: Mapping[str, list[Paragraph]], draw: random.Random) -> dict[str, list[Paragraph]]:
    """A few neighbouring rows of all versions: most documents are small."""
    rows = sorted({row for copy in copies.values() for paragraph in copy for row in paragraph.rows})
    size = draw.choice((2, 3, 4, 6, 9, 14))
    start = draw.randrange(max(1, len(rows) - size))
    kept = set(rows[start : start + size])
    cut = {code: [p for p in copy if p.rows & kept] for code, copy in copies.items()}
    return {code: copy for code, copy in cut.items() if copy}
