"""Figures with their targets: made from scored cases, printed as Markdown, kept as compact JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench_cases import Case, RowCase
from calibration_metrics import Judged, at_threshold, error_auroc, expected_calibration_error, judge
from six_way_rows import RowCounts

from align.evaluation import evaluate_many

OURS = "hexapla"
ALL = "all"
STRICT, LAX, ROWS = "strict F1", "lax F1", "row F1"
SYSTEMS = ("Vecalign", "union-find", "Gale-Church", "identity")

# What must hold, by part and measure: at least so much.
TARGETS: Mapping[tuple[str, str], float] = {
    ("textberg", STRICT): 0.90,
    ("textberg", LAX): 0.985,
    ("corrupted", STRICT): 0.985,
    ("labelled", STRICT): 0.99,
    ("six-way", ROWS): 0.97,
    ("stress", STRICT): 0.97,
}
# Scenarios of the stress documents with a target of their own.
STRESS_TARGETS: Mapping[str, float] = {"swapped": 0.95}
# Figures that must be at most so large.
CEILINGS: Mapping[tuple[str, str], float] = {
    ("growth", "time over linear"): 1.3,
    ("growth", "memory over linear"): 1.3,
}


@dataclass(frozen=True)
class Figure:
    """One published number: what was measured on what, by this aligner and beside it by the others.

    `size` is how many gold beads, rows or segments it rests on; `weights` names the weights by family
    ("default" where none were fitted without it).
    """

    part: str
    name: str
    language: str
    measure: str
    value: float
    size: int
    beside: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The target with its direction, "" without one."""
        key = self.part, self.measure
        if key in CEILINGS:
            return f"<= {CEILINGS[key]:g}"
        least = self._least()
        return "" if least is None else f">= {least:g}"

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; None without one."""
        key = self.part, self.measure
        if key in CEILINGS:
            return self.value <= CEILINGS[key]
        least = self._least()
        return None if least is None else self.value >= least

    def _least(self) -> float | None:
        least = TARGETS.get((self.part, self.measure))
        return STRESS_TARGETS.get(self.name, least) if self.part == "stress" else least

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON, rounded to five digits."""
        return {
            "part": self.part,
            "name": self.name,
            "language": self.language,
            "measure": self.measure,
            "size": self.size,
            OURS: round(self.value, 5),
            **{system: round(value, 5) for system, value in self.beside.items()},
            **({"target": self.target, "holds": self.holds} if self.target else {}),
            **(
                {"counts": {name: list(values) for name, values in self.counts.items()}}
                if self.counts
                else {}
            ),
        }


def case_figures(cases: Sequence[Case]) -> list[Figure]:
    """Strict F1 by part, set and language, over all sets by language, and lax F1 of sentences."""
    groups: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.part, case.family, case.language].append(case)
        if case.part in ("corrupted", "labelled"):
            groups[case.part, ALL, case.language].append(case)
    return [
        figure for key, group in sorted(groups.items(), key=_order) for figure in _case_figures(key, group)
    ]


def _order(item: tuple[tuple[str, str, str], list[Case]]) -> tuple[str, bool, str, str]:
    (part, name, language), _ = item
    return part, name != ALL, name, language


def _case_figures(key: tuple[str, str, str], group: Sequence[Case]) -> Iterable[Figure]:
    scores = {s: evaluate_many([(c.gold, c.found[s]) for c in group]) for s in group[0].found}
    strict = {s: e.vecalign_strict for s, e in scores.items()}
    lax = {s: e.vecalign_lax for s, e in scores.items()}
    counts = {
        s: (e.predicted_beads, round(strict[s].precision, 5), round(strict[s].recall, 5), round(lax[s].f1, 5))
        for s, e in scores.items()
    }
    gold = scores[OURS].gold_beads
    for measure, values in ((STRICT, strict), (LAX, lax)) if key[0] == "textberg" else ((STRICT, strict),):
        beside = {s: score.f1 for s, score in values.items() if s != OURS}
        kept = counts if measure == STRICT else {}
        yield Figure(*key, measure, values[OURS].f1, gold, beside, kept)


def row_figures(cases: Sequence[RowCase]) -> list[Figure]:
    """F1 over exactly equal rows by set, and over all sets."""
    groups: dict[tuple[str, str], list[RowCase]] = defaultdict(list)
    for case in cases:
        groups[case.part, case.family].append(case)
        groups[case.part, ALL].append(case)
    figures = []
    for (part, name), group in sorted(groups.items(), key=lambda item: (item[0][1] != ALL, item[0])):
        total = {
            system: sum((case.counts[system] for case in group), RowCounts(0, 0, 0))
            for system in group[0].counts
        }
        counts = {
            s: (c.gold, c.predicted, c.right, c.gold_without_pivot, c.right_without_pivot)
            for s, c in total.items()
        }
        beside = {system: c.f1 for system, c in total.items() if system != OURS}
        figures.append(Figure(part, name, "six", ROWS, total[OURS].f1, total[OURS].gold, beside, counts))
    return figures


def calibration_figures(judged: Mapping[str, Judged]) -> list[Figure]:
    """Calibration error, ranking of errors, and what is sure at p >= .95, for each group of beads."""
    figures = []
    for name, beads in judged.items():
        sure = at_threshold(beads)
        measures = {
            "ECE, 15 equal-mass bins": expected_calibration_error(beads.probabilities, beads.right),
            "AUROC of 1 - p for wrong beads": error_auroc(beads.probabilities, beads.right),
            "precision at p >= .95": sure.precision,
            "share of predicted beads at p >= .95": sure.coverage,
            "share of gold beads found at p >= .95": sure.gold_coverage,
            "precision of all beads": float(beads.right.mean()),
        }
        figures += [
            Figure("calibration", name, "", measure, value, len(beads.right))
            for measure, value in measures.items()
        ]
    return figures


def judged_beads(cases: Iterable[Case]) -> dict[str, Judged]:
    """The predicted beads of sentences and corrupted copies: together, each alone, and without nulls."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for case in cases:
        if case.part in ("textberg", "corrupted"):
            beads = judge(case.gold, case.found[OURS])
            groups[ALL].append(beads)
            groups[f"{ALL}, without nulls"].append(judge(case.gold, case.found[OURS], nulls=False))
            groups[case.part].append(beads)
    return {name: _joined(parts) for name, parts in groups.items()}


def _joined(parts: Sequence[Judged]) -> Judged:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def markdown(figures: Sequence[Figure]) -> str:
    """One table a part, each figure with its target and whether it holds."""
    parts = list(dict.fromkeys(figure.part for figure in figures))
    return "\n\n".join(_table(part, [f for f in figures if f.part == part]) for part in parts)


def _table(part: str, figures: Sequence[Figure]) -> str:
    order = list(dict.fromkeys([*SYSTEMS, *(s for f in figures for s in f.beside)]))
    systems = [s for s in order if any(s in f.beside for f in figures)]
    heads = ["set", "language", "measure", "n", OURS, "target", "holds", *systems]
    lines = [f"### {part}", "", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for f in figures:
        holds = {True: "yes", False: "**no**", None: ""}[f.holds]
        others = [_shown(f.beside[s]) if s in f.beside else "" for s in systems]
        cells = [f.name, f.language, f.measure, str(f.size), _shown(f.value), f.target, holds, *others]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:.4f}" if abs(value) <= 2 else f"{value:.1f}"
