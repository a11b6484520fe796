"""Measure the aligner: real files, corrupted copies, a missing beginning; beside simple baselines.

    python scripts/bench_align.py --data ../shared/data [--seeds 20] [--json out.json] [--only
    clean,corrupted,missing]

Strict F1 under the Vecalign scorer, in per cent of beads; beside it the identity ladder (segment i with
segment i) and length-only Gale-Church (package `galechurch`; no answer counts as nothing found). On clean
files these
score near 1, so that clean files alone prove nothing. Prints a Markdown table and the signature of the run.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import galechurch
from corrupted_copies import Paragraph, clean, corrupt, gold_beads
from gold_files import CleanPair, clean_pairs
from gold_sets import GoldSet, load_gold_sets

from align.aligning import align_documents, segments_of
from align.encoders import Encoder, load_encoder
from align.evaluation import evaluate_many
from align.features import BEAD_FEATURES, NULL_FEATURES
from align.ladder import LadderBead
from align.pairing import align_streams, beads_of_path, decode
from align.segments import Segments, Stream, measure
from align.weights import DEFAULT_WEIGHTS, Weights
from corpora.label_paths import mask_ordinals

Ladder = list[LadderBead]
SYSTEMS = ("hexapla", "identity", "Gale-Church")


@dataclasses.dataclass(frozen=True)
class Case:
    """One pair scored: where it belongs in the table, its gold, and what each system found."""

    part: str
    family: str
    language: str
    gold: Ladder
    found: dict[str, Ladder]


def ladder(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Ladder:
    """Plain position pairs as a ladder."""
    return [LadderBead(tuple(source), tuple(target)) for source, target in pairs]


def identity(source: int, target: int) -> Ladder:
    """Segment i with segment i; what is left over, alone."""
    both = min(source, target)
    return ladder(
        [
            *(((i,), (i,)) for i in range(both)),
            *(((i,), ()) for i in range(both, source)),
            *(((), (j,)) for j in range(both, target)),
        ]
    )


def gale_church(source: Sequence[str], target: Sequence[str]) -> Ladder:
    """Length-only alignment by the package `galechurch`; an empty answer is nothing found."""
    found = galechurch.align(list(source), list(target))
    return [
        LadderBead(
            tuple(int(k) for k in left.strip("[]").split(",") if k.strip()),
            tuple(int(k) for k in right.strip("[]").split(",") if k.strip()),
        )
        for left, right in (line.split(":") for line in found.to_pharaoh_lines())
    ]


def hexapla(source: Stream, target: Stream, weights: Weights = DEFAULT_WEIGHTS) -> Ladder:
    """The aligner of this project."""
    result = align_streams(source, target, weights)
    beads = beads_of_path(result, decode(result))
    return [LadderBead(tuple(range(*bead.source)), tuple(range(*bead.target))) for bead in beads]


def masked_stream(version: Sequence[Paragraph], language: str, encoder: Encoder) -> Stream:
    """The arrays of a version as `align --lines --ignore-labels` sees it."""
    texts = tuple(mask_ordinals(paragraph.text, language) for paragraph in version)
    blank = ("",) * len(texts)
    return measure(Segments(language, texts, blank, blank), encoder)


def compare(
    part: str,
    gold: GoldSet,
    copies: dict[str, list[Paragraph]],
    encoder: Encoder,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Iterator[Case]:
    """Align French with each other language of a set."""
    streams = {code: masked_stream(copy, code, encoder) for code, copy in copies.items()}
    for code in copies:
        if code == "fr":
            continue
        source, target = copies["fr"], copies[code]
        yield Case(
            part,
            gold.family,
            code,
            ladder(gold_beads(source, target)),
            {
                "hexapla": hexapla(streams["fr"], streams[code], weights),
                "identity": identity(len(source), len(target)),
                "Gale-Church": gale_church([p.text for p in source], [p.text for p in target]),
            },
        )


def corrupted_cases(
    folder: Path, seed: int, weights: Weights = DEFAULT_WEIGHTS, families: Sequence[str] = ()
) -> list[Case]:
    """Every set (of these families only, if any are named), corrupted with one seed, ordinals masked."""
    encoder = load_encoder()
    return [
        case
        for gold in load_gold_sets(folder)
        if not families or gold.family in families
        for case in compare(
            "corrupted",
            gold,
            {c: corrupt(clean(v), c, seed) for c, v in gold.versions.items()},
            encoder,
            weights,
        )
    ]


def missing_cases(folder: Path) -> list[Case]:
    """Every set with the first quarter of the French missing, ordinals masked."""
    encoder = load_encoder()
    cases = []
    for gold in load_gold_sets(folder):
        copies = {code: clean(version) for code, version in gold.versions.items()}
        copies["fr"] = copies["fr"][len(copies["fr"]) // 4 :]
        cases.extend(compare("first 25 % missing", gold, copies, encoder))
    return cases


def clean_cases(folder: Path) -> list[Case]:
    """Real files as they come, read with their markup and labels."""
    encoder = load_encoder()
    return [_clean_case(pair, encoder) for pair in clean_pairs(folder)]


def _clean_case(pair: CleanPair, encoder: Encoder) -> Case:
    found = align_documents(pair.source, pair.target, encoder).beads
    own = [LadderBead(tuple(range(*b.source)), tuple(range(*b.target))) for b in found]
    texts = [segments_of(d.blocks, d.language).texts for d in (pair.source, pair.target)]
    systems = {
        "hexapla": own,
        "identity": identity(len(texts[0]), len(texts[1])),
        "Gale-Church": gale_church(*texts),
    }
    judged = {name: pair.judged(found) for name, found in systems.items()}
    return Case("clean", pair.family, pair.target.language, ladder(pair.gold), judged)


def table(cases: Sequence[Case]) -> tuple[str, list[dict[str, object]]]:
    """Markdown rows by part, family and language, and the same as plain values."""
    groups: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.part, case.family, case.language].append(case)
    lines = [
        "| part | set | fr with | beads | " + " | ".join(SYSTEMS) + " |",
        "|---|---|---|---|" + "---|" * len(SYSTEMS),
    ]
    values = []
    for (part, family, language), group in sorted(groups.items()):
        scores = {s: evaluate_many([(c.gold, c.found[s]) for c in group]) for s in SYSTEMS}
        beads = scores["hexapla"].gold_beads
        shown = " | ".join(f"{scores[s].vecalign_strict.f1:.3f}" for s in SYSTEMS)
        lines.append(f"| {part} | {family} | {language} | {beads} | {shown} |")
        values.append(
            {
                "part": part, "set": family, "language": language,
                "scores": {s: scores[s].as_dict() for s in SYSTEMS},
            }
        )  # fmt: skip
    return "\n".join(lines), values


def read_weights(path: Path) -> Weights:
    """Weights by name, as `fit_weights.py --out` writes them."""
    named = json.loads(path.read_text(encoding="utf-8"))
    return Weights(tuple(named[name] for name in BEAD_FEATURES), tuple(named[name] for name in NULL_FEATURES))


def signature(seeds: int, used: Weights) -> str:
    """Commit, encoder, weights and settings of this run."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    weights = hashlib.sha256(repr(used).encode()).hexdigest()[:8]
    parts = (
        f"hexapla:{commit.stdout.strip()}",
        "encoder:default",
        f"weights:{weights}",
        f"seeds:{seeds}",
        "scorer:vecalign-strict",
    )
    return "|".join(parts)


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", default="clean,corrupted,missing")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--weights", type=Path, help="JSON of fit_weights.py, for the corrupted copies")
    parser.add_argument("--family", action="append", default=[], help="corrupted copies of these only")
    options = parser.parse_args()
    parts = options.only.split(",")
    weights = read_weights(options.weights) if options.weights else DEFAULT_WEIGHTS
    cases: list[Case] = []
    if "clean" in parts:
        cases += clean_cases(options.data)
    if "missing" in parts:
        cases += missing_cases(options.data)
    if "corrupted" in parts:
        with ProcessPoolExecutor(options.processes) as pool:
            work = partial(corrupted_cases, options.data, weights=weights, families=options.family)
            for found in pool.map(work, range(1, options.seeds + 1)):
                cases += found
    text, values = table(cases)
    print(text)
    print(f"\nSignature: `{signature(options.seeds, weights)}`")
    if options.json:
        content = {"signature": signature(options.seeds, weights), "rows": values}
        options.json.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
