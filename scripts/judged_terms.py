"""The judged pairings and the well-known terms, and how a term is found in them.

The first and the third list were sampled from runs and frozen before weights were fitted to them. The second
judges what came up after a tuning: nothing is fitted to it.

Forms are compared without case, tatweel and the two apostrophes; a term is any of its forms.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "terms"
JUDGED = (CASES / "judged_terms.tsv", CASES / "judged_terms_second.tsv", CASES / "judged_terms_third.tsv")
FITTED = (JUDGED[0], JUDGED[2])
KNOWN = CASES / "known_terms.tsv"


@dataclass(frozen=True)
class Judgements:
    """Verdicts by (language, French form, other form), forms folded; True is right."""

    verdicts: dict[tuple[str, str, str], bool]

    def verdict(self, language: str, french: Iterable[str], other: Iterable[str]) -> bool | None:
        """The verdict on a pair of terms by any of their forms, the first ones first; None where unjudged."""
        others = [folded(form) for form in other]
        for form in french:
            for one in others:
                found = self.verdicts.get((language, folded(form), one))
                if found is not None:
                    return found
        return None


def folded(form: str) -> str:
    """What two spellings of a form have in common."""
    return " ".join(form.replace("\u0640", "").replace("’", "'").casefold().split())


def read_judgements(paths: Iterable[Path] = JUDGED) -> Judgements:
    """The verdicts of the lists that are there; where two judge the same pair, the earlier list counts."""
    verdicts: dict[tuple[str, str, str], bool] = {}
    for path in paths:
        for row in _rows(path) if path.is_file() else []:
            key = (row["language"], folded(row["fr"]), folded(row["other"]))
            verdicts.setdefault(key, row["verdict"] == "right")
    return Judgements(verdicts)


def held_out_judgements() -> Judgements:
    """The verdicts on pairs that no weight was fitted to."""
    fitted = read_judgements(FITTED).verdicts
    every = read_judgements().verdicts
    return Judgements({key: verdict for key, verdict in every.items() if key not in fitted})


def read_known() -> list[tuple[str, list[str]]]:
    """The well-known terms: French, and the English forms that are right."""
    return [(row["fr"], row["en"].split("|")) for row in _rows(KNOWN)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))
