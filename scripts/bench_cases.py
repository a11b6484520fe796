"""The cases that the alignment benchmarks score: real files, corrupted copies, sentences, long documents.

Every case is one pair of versions, its gold, and what each system found; or one document in all its versions
and how many of its rows each way of joining them got right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_systems import (
    Ladder,
    gale_church,
    hexapla,
    hexapla_rows,
    identity,
    ladder,
    overlap_vectors,
    stream_of,
    vecalign,
    with_labels,
)
from corrupted_copies import Paragraph, clean, corrupt, gold_beads
from gold_files import CleanPair, clean_pairs
from gold_sets import LANGUAGES, GoldSet, load_gold_sets
from noisy_labels import noisy_labels, true_numbers
from published_weights import STRESS, WEIGHTS_FOLDER, FamilyWeights, family_weights
from remembering_encoder import RememberingEncoder
from six_way_rows import RowCounts, count_rows, gold_rows, joined_pairs, load_six_way_sets
from stress_documents import BLOCKS, SCENARIOS, load_pools, make_blocks, make_scenario
from textberg_gold import load_textberg

from align.aligning import align_documents, segments_of
from align.encoders import Encoder, load_encoder
from align.ladder import LadderBead
from align.segments import Stream
from corpora.label_paths import mask_ordinals

PIVOT = "fr"
Copies = Mapping[str, Sequence[Paragraph]]


@dataclass(frozen=True)
class Case:
    """One pair scored: where it belongs in the table, its gold, and what each system found."""

    part: str
    family: str
    language: str
    gold: Ladder
    found: dict[str, Ladder]


@dataclass(frozen=True)
class RowCase:
    """One document in all its versions: the rows that each system got right."""

    part: str
    family: str
    counts: dict[str, RowCounts]


def masked_stream(version: Sequence[Paragraph], language: str, encoder: Encoder) -> Stream:
    """The arrays of a version as `align --lines --ignore-labels` sees it."""
    return stream_of(language, _masked(version, language), encoder)


def _masked(version: Sequence[Paragraph], language: str) -> list[str]:
    return [mask_ordinals(paragraph.text, language) for paragraph in version]


def _peers(source: Sequence[str], target: Sequence[str], encoder: Encoder) -> dict[str, Ladder]:
    return {
        "Vecalign": vecalign(overlap_vectors(source, encoder), overlap_vectors(target, encoder)),
        "Gale-Church": gale_church(source, target),
        "identity": identity(len(source), len(target)),
    }


def copied_cases(
    folder: Path,
    seed: int,
    parts: Collection[str] = ("corrupted",),
    weights: Path = WEIGHTS_FOLDER,
    families: Collection[str] = (),
) -> list[Case | RowCase]:
    """Every set (of these families only, if any are named), corrupted with one seed, ordinals masked.

    Parts: "corrupted" without labels, "labelled" with noisy ones, "six-way" rows over all versions without.
    """
    encoder = load_encoder()
    pairwise = {"corrupted", "labelled"} & set(parts)
    sets = load_gold_sets(folder) if pairwise else []
    cases: list[Case | RowCase] = []
    for gold in [*sets, *_more_six_way(folder, sets, parts)]:
        if families and gold.family not in families:
            continue
        copies = {code: corrupt(clean(v), code, seed) for code, v in gold.versions.items()}
        streams = {code: masked_stream(copy, code, encoder) for code, copy in copies.items()}
        fitted = family_weights(gold.family, weights)
        if gold in sets:
            cases.extend(_pair_cases(gold, copies, streams, encoder, fitted, seed, pairwise))
        if "six-way" in parts and set(copies) == set(LANGUAGES):
            cases.append(_row_case(gold, copies, streams, fitted))
    return cases


def _more_six_way(folder: Path, sets: Sequence[GoldSet], parts: Collection[str]) -> list[GoldSet]:
    names = {gold.name for gold in sets}
    return [gold for gold in load_six_way_sets(folder) if "six-way" in parts and gold.name not in names]


def _pair_cases(
    gold: GoldSet,
    copies: Copies,
    streams: Mapping[str, Stream],
    encoder: Encoder,
    fitted: FamilyWeights,
    seed: int,
    parts: Collection[str],
) -> Iterator[Case]:
    """Align French with each other language of a set; the peers, which read no labels, run once."""
    numbers = true_numbers(row for version in gold.versions.values() for _, row in version)
    labels = {code: noisy_labels(copy, numbers, code, seed) for code, copy in copies.items()}
    texts = {code: _masked(copy, code) for code, copy in copies.items()}
    for code in copies:
        if code == PIVOT:
            continue
        wanted = ladder(gold_beads(copies[PIVOT], copies[code]))
        peers = _peers(texts[PIVOT], texts[code], encoder)
        for part in sorted(parts):
            source, target = streams[PIVOT], streams[code]
            if part == "labelled":
                source, target = with_labels(source, labels[PIVOT]), with_labels(target, labels[code])
            found = {"hexapla": hexapla(source, target, fitted.weights), **peers}
            yield Case(part, gold.family, code, wanted, found)


def _row_case(gold: GoldSet, copies: Copies, streams: Mapping[str, Stream], fitted: FamilyWeights) -> RowCase:
    wanted = gold_rows(copies)
    pairs = {
        code: hexapla(streams[PIVOT], stream, fitted.weights)
        for code, stream in streams.items()
        if code != PIVOT
    }
    found = {
        "hexapla": hexapla_rows(streams, PIVOT, fitted.weights),
        "union-find": joined_pairs({code: len(copy) for code, copy in copies.items()}, PIVOT, pairs),
    }
    counts = {name: count_rows(wanted, rows, PIVOT) for name, rows in found.items()}
    return RowCase("six-way", gold.family, counts)


def corrupted_cases(folder: Path, seed: int) -> list[Case]:
    """Every set, corrupted with one seed, ordinals masked."""
    return [case for case in copied_cases(folder, seed) if isinstance(case, Case)]


def missing_cases(folder: Path, weights: Path = WEIGHTS_FOLDER) -> list[Case]:
    """Every set with the first quarter of the French missing, ordinals masked."""
    encoder = load_encoder()
    cases: list[Case] = []
    for gold in load_gold_sets(folder):
        copies = {code: clean(version) for code, version in gold.versions.items()}
        copies[PIVOT] = copies[PIVOT][len(copies[PIVOT]) // 4 :]
        streams = {code: masked_stream(copy, code, encoder) for code, copy in copies.items()}
        fitted = family_weights(gold.family, weights)
        found = _pair_cases(gold, copies, streams, encoder, fitted, 0, ["corrupted"])
        cases.extend(dataclasses.replace(case, part="first 25 % missing") for case in found)
    return cases


def clean_cases(folder: Path, weights: Path = WEIGHTS_FOLDER) -> list[Case]:
    """Real files as they come, read with their markup and labels."""
    encoder = load_encoder()
    return [_clean_case(pair, encoder, weights) for pair in clean_pairs(folder)]


def _clean_case(pair: CleanPair, encoder: Encoder, folder: Path) -> Case:
    weights = family_weights(pair.family, folder).weights
    found = align_documents(pair.source, pair.target, encoder, weights=weights).beads
    own = [LadderBead(tuple(range(*b.source)), tuple(range(*b.target)), b.probability) for b in found]
    texts = [segments_of(d.blocks, d.language).texts for d in (pair.source, pair.target)]
    systems = {"hexapla": own, **_peers(texts[0], texts[1], encoder)}
    judged = {name: pair.judged(found) for name, found in systems.items()}
    return Case("clean", pair.family, pair.target.language, ladder(pair.gold), judged)


def textberg_cases(folder: Path, weights: Path = WEIGHTS_FOLDER) -> list[Case]:
    """The sentences of Text+Berg dev, German with French."""
    encoder = load_encoder()
    pair = load_textberg(folder / "textberg_dev")
    streams = [
        stream_of(pair.source_language, pair.source, encoder),
        stream_of(pair.target_language, pair.target, encoder),
    ]
    own = hexapla(streams[0], streams[1], family_weights("textberg", weights).weights)
    found = {"hexapla": own, **_peers(pair.source, pair.target, encoder)}
    return [Case("textberg", "textberg", "de", pair.gold, found)]


def stress_cases(
    folder: Path,
    languages: Sequence[str],
    blocks: int = BLOCKS,
    seed: int = 1,
    scenarios: Collection[str] = SCENARIOS,
    weights: Path = WEIGHTS_FOLDER,
) -> Iterator[Case]:
    """The long documents, French with each of `languages`; vectors are kept in the temporary folder."""
    inner = load_encoder()
    pool, foreign = load_pools(folder)
    document = make_blocks(pool, blocks, seed)
    fitted = family_weights(STRESS, weights).weights
    french = RememberingEncoder(inner, f"{PIVOT}-{blocks}-{seed}")
    for code in languages:
        other = RememberingEncoder(inner, f"{code}-{blocks}-{seed}")
        for name in scenarios:
            scenario = make_scenario(name, document, pool, foreign, seed)
            source, target = scenario.sides(PIVOT, code)
            # The widest spans first: the narrower ones are then remembered.
            overlaps = overlap_vectors(source, french), overlap_vectors(target, other)
            streams = stream_of(PIVOT, source, french), stream_of(code, target, other)
            french.save()
            other.save()
            found = {
                "hexapla": hexapla(streams[0], streams[1], fitted),
                "Vecalign": vecalign(overlaps[0], overlaps[1]),
                "identity": identity(len(source), len(target)),
            }
            yield Case("stress", name, code, scenario.gold, found)


def default_weights_used(families: Collection[str], weights: Path) -> list[str]:
    """Families for which no weights fitted without them lie in the folder."""
    return sorted(f for f in families if not family_weights(f, weights).held_out)
