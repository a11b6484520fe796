"""Precision, recall and F1 of a ladder against gold, under both published scorers.

Strict: a predicted bead counts if the gold has the same bead. Lax: it counts if it shares a source
*and* a target segment with one gold bead's link.

- The Vecalign scorer (Thompson and Koehn 2019, `score.py`): precision counts null beads, recall does not.
- The SentAlign scorer (Steingrimsson et al. 2023): null beads are dropped from both sides first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from align.ladder import LadderBead

_Links = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each in [0, 1]; 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores of one ladder, or of several taken together.

    `by_type`: for each bead type of the gold, how many there are and how many were found; and how many were
    predicted.
    """

    vecalign_strict: Score
    vecalign_lax: Score
    sentalign_strict: Score
    sentalign_lax: Score
    by_type: Mapping[str, Mapping[str, int]]
    gold_beads: int
    predicted_beads: int

    @property
    def signature(self) -> str:
        """What a published figure must name besides its value."""
        return (
            f"hexapla-evaluation:1|scorers:vecalign+sentalign|gold:{self.gold_beads}|"
            f"predicted:{self.predicted_beads}"
        )

    def as_dict(self) -> dict[str, object]:
        """The evaluation as plain values for JSON."""
        return {
            "vecalign": {"strict": asdict(self.vecalign_strict), "lax": asdict(self.vecalign_lax)},
            "sentalign": {"strict": asdict(self.sentalign_strict), "lax": asdict(self.sentalign_lax)},
            "by_type": {name: dict(counts) for name, counts in self.by_type.items()},
            "gold_beads": self.gold_beads,
            "predicted_beads": self.predicted_beads,
            "signature": self.signature,
        }


def evaluate_ladders(gold: Sequence[LadderBead], predicted: Sequence[LadderBead]) -> Evaluation:
    """Score one predicted ladder against its gold."""
    return evaluate_many([(gold, predicted)])


def evaluate_many(pairs: Iterable[tuple[Sequence[LadderBead], Sequence[LadderBead]]]) -> Evaluation:
    """Score several (gold, predicted) ladders together: counts are added up before dividing."""
    documents = [(_links(gold), _links(predicted)) for gold, predicted in pairs]
    full = [_counts(gold, predicted) for gold, predicted in documents]
    paired = [(_without_nulls(gold), _without_nulls(predicted)) for gold, predicted in documents]
    found = [_counts(predicted, gold) for gold, predicted in paired]
    paired_precision = [_counts(gold, predicted) for gold, predicted in paired]
    return Evaluation(
        vecalign_strict=_score(full, found, strict=True),
        vecalign_lax=_score(full, found, strict=False),
        sentalign_strict=_score(paired_precision, found, strict=True),
        sentalign_lax=_score(paired_precision, found, strict=False),
        by_type=_by_type(documents),
        gold_beads=sum(len(gold) for gold, _ in documents),
        predicted_beads=sum(len(predicted) for _, predicted in documents),
    )


def _links(beads: Sequence[LadderBead]) -> set[_Links]:
    return {(bead.source, bead.target) for bead in beads if bead.source or bead.target}


def _without_nulls(links: set[_Links]) -> set[_Links]:
    return {(source, target) for source, target in links if source and target}


def _counts(reference: set[_Links], tested: set[_Links]) -> tuple[int, int, int]:
    """Of `tested`: how many there are, how many match `reference` strictly, how many laxly."""
    linked: dict[int, set[int]] = defaultdict(set)
    for source, target in reference:
        for position in source:
            linked[position].update(target)
    strict = lax = 0
    for source, target in tested:
        if (source, target) in reference:
            strict += 1
            lax += 1
        elif any(linked.get(position, set()) & set(target) for position in source):
            lax += 1
    return len(tested), strict, lax


def _score(
    precisions: list[tuple[int, int, int]], recalls: list[tuple[int, int, int]], *, strict: bool
) -> Score:
    column = 1 if strict else 2
    precision = _ratio(sum(c[column] for c in precisions), sum(c[0] for c in precisions))
    recall = _ratio(sum(c[column] for c in recalls), sum(c[0] for c in recalls))
    return Score(precision, recall, _ratio(2 * precision * recall, precision + recall))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _by_type(documents: list[tuple[set[_Links], set[_Links]]]) -> dict[str, dict[str, int]]:
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for reference, tested in documents:
        gold.update(map(_type, reference))
        found.update(map(_type, reference & tested))
        predicted.update(map(_type, tested))
    return {
        name: {"gold": gold[name], "found": found[name], "predicted": predicted[name]}
        for name in sorted(set(gold) | set(predicted), key=lambda n: tuple(map(int, n.split(":"))))
    }


def _type(link: _Links) -> str:
    return f"{len(link[0])}:{len(link[1])}"
