"""The scores of `hexapla evaluate` as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexapla.tables import Column, table_lines

if TYPE_CHECKING:
    from align.evaluation import Evaluation, Score

_SCORES = ("Scorer", "Matching", "Precision", "Recall", "F1")
_TYPES = ("Bead", "Gold", "Found", "Predicted")


def evaluation_lines(evaluation: Evaluation) -> list[str]:
    """Return the lines: scores with three decimals, counts by bead type, the signature."""
    scores = (
        _score_row("Vecalign", "strict", evaluation.vecalign_strict),
        _score_row("Vecalign", "lax", evaluation.vecalign_lax),
        _score_row("SentAlign", "strict", evaluation.sentalign_strict),
        _score_row("SentAlign", "lax", evaluation.sentalign_lax),
    )
    types = [
        (name, *(str(counts[key]) for key in ("gold", "found", "predicted")))
        for name, counts in evaluation.by_type.items()
    ]
    return [
        *table_lines([Column(title, align_right=k > 1) for k, title in enumerate(_SCORES)], scores),
        "",
        *table_lines([Column(title, align_right=k > 0) for k, title in enumerate(_TYPES)], types),
        "",
        evaluation.signature,
    ]


def _score_row(scorer: str, matching: str, score: Score) -> tuple[str, ...]:
    return scorer, matching, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"
