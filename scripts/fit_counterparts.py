"""Choose the weights of tm/concordancing/span_scores.py, and the regression of counterparts.py.

    python scripts/fit_counterparts.py --data ../shared/data [--memory FOLDER]

Weights: from those in the module each is set in turn to the value of a grid with the best F1 and exact
matches, on the cases of even and of odd lines; printed with what they give on the other half. The module has
rounded means of both. Regression: of "F1 of 2/3 or more" on the terms of `confidence_terms`, over all cases
and as many with the text of another unit.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from concordance_cases import Case, judged, read_cases, read_texts
from concordance_memory import write_gold_memory
from numpy.typing import NDArray

import hexapla
from align.encoders import Vectors
from tm.concordancing.associations import Associations, associations
from tm.concordancing.counterparts import confidence_terms
from tm.concordancing.passages import passage_of
from tm.concordancing.phrase_patterns import compile_phrase, occurrence_spans
from tm.concordancing.span_scores import WEIGHTS, Spans, scored_spans
from tm.concordancing.word_statistics import WordStatistics

_GRID = (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.5, 2, 3)
_SEED, _GOOD, _EVERY = 5, 2 / 3, 10**9
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """A case: all spans, F1 and exactness of each `(n, 2)`; trust in counts; finalists, also unrelated."""

    case: Case
    spans: Spans
    gains: Floats
    trust: float
    finalists: Spans
    unrelated: Spans | None

    @property
    def features(self) -> Floats:
        """Features `(n, weights)`."""
        return np.stack([self.spans.features[name] for name in WEIGHTS], axis=1)


class Bench:
    """Measures cases of a memory; vectors and counts are made once."""

    def __init__(self, memory: hexapla.Memory) -> None:
        self.texts = read_texts(memory)
        self._encoder = memory.encoder
        self._vectors: dict[str, Vectors] = {}
        self._statistics = {
            code: WordStatistics(memory.lexical_index.indexes["paragraph", code]) for code in memory.languages
        }
        self._counts: dict[tuple[str, str, str], Associations] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, 512), np.float32)

    def measure(self, case: Case, unrelated: str) -> Measured:
        """Return a case with all its spans, and those of the text of a unit that is unrelated."""
        counts = self._associations(case)
        source = passage_of(self.texts[case.unit_id][case.language], case.language)
        target = passage_of(self.texts[case.unit_id][case.other], case.other)
        other = passage_of(self.texts[unrelated][case.other], case.other)
        spans = scored_spans(source, case.match, target, counts, self.encode, finalists=_EVERY)
        assert spans is not None, case
        places = [(target.tokens[first].start, target.tokens[last - 1].end) for first, last in spans.ranges]
        verdicts = [judged(place, case.renderings, target.text, case.other) for place in places]
        gains = np.array([(f1, exact) for exact, f1 in verdicts], dtype=float)
        wrong = scored_spans(source, case.match, other, counts, self.encode)
        finalists = scored_spans(source, case.match, target, counts, self.encode)
        assert finalists is not None, case
        return Measured(case, spans, gains, counts.trust, finalists, wrong)

    def units_without(self, case: Case) -> list[str]:
        """Return the units in six languages that do not have the phrase of a case."""
        phrase = compile_phrase(case.phrase)
        return [
            unit
            for unit, of_unit in self.texts.items()
            if len(of_unit) == 6 and not any(occurrence_spans(phrase, of_unit[case.language]))
        ]

    def _associations(self, case: Case) -> Associations:
        key = (case.language, case.phrase, case.other)
        if key not in self._counts:
            phrase = compile_phrase(case.phrase)
            passages = [
                passage_of(of_unit[case.other], case.other)
                for of_unit in self.texts.values()
                if case.other in of_unit and any(occurrence_spans(phrase, of_unit.get(case.language, "")))
            ]
            tokens = (passage.tokens for passage in passages)
            self._counts[key] = associations(
                tokens, len(passages), passages[0].longest, self._statistics[case.other]
            )
        return self._counts[key]


def gain(measured: Sequence[Measured], features: Sequence[Floats], weights: Floats) -> Floats:
    """Return the mean F1 and share of exact matches of the best spans."""
    chosen = [
        one.gains[int(np.argmax(values @ weights))] for one, values in zip(measured, features, strict=True)
    ]
    mean: Floats = np.mean(chosen, axis=0)
    return mean


def fit(measured: Sequence[Measured]) -> Floats:
    """Return weights by coordinate ascent; the cosine has 1."""
    features = [one.features for one in measured]
    weights = np.array(list(WEIGHTS.values()), dtype=float)
    best = gain(measured, features, weights).sum()
    for _ in range(5):
        before = best
        for place, name in enumerate(WEIGHTS):
            for value in _GRID if name != "cosine" else ():
                changed = weights.copy()
                changed[place] = value
                found = gain(measured, features, changed).sum()
                if found > best + 1e-9:
                    best, weights = found, changed
        if best - before < 1e-6:
            break
    return weights


def regression(measured: Sequence[Measured]) -> tuple[Floats, float]:
    """Return the coefficients of the logistic regression, and its log loss."""
    rows, good = [], []
    for one in measured:
        best, terms = confidence_terms(one.finalists, one.trust)
        rows.append(terms)
        good.append(one.gains[one.spans.ranges.index(one.finalists.ranges[best]), 0] >= _GOOD)
        if one.unrelated is not None:
            rows.append(confidence_terms(one.unrelated, one.trust)[1])
            good.append(False)
    terms_of, truth = np.array(rows), np.array(good, dtype=float)
    weights = np.zeros(terms_of.shape[1])
    for _ in range(50):
        probable = 1 / (1 + np.exp(-terms_of @ weights))
        slope = (terms_of * (probable * (1 - probable))[:, None]).T @ terms_of
        weights += np.linalg.solve(slope + 1e-3 * np.eye(len(weights)), terms_of.T @ (truth - probable))
    probable = 1 / (1 + np.exp(-terms_of @ weights))
    return weights, float(-np.mean(np.log(np.where(truth > 0, probable, 1 - probable))))


def named(weights: Floats) -> Mapping[str, float]:
    """Return weights by name."""
    return {name: float(value) for name, value in zip(WEIGHTS, weights, strict=True)}


def main() -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--memory", type=Path, help="a memory that scripts/concordance_memory.py made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.memory or Path(temporary) / "memory"
        if not options.memory:
            write_gold_memory(options.data, folder)
        bench = Bench(hexapla.open_memory(folder, hexapla.load_encoder("default")))
        drawn = random.Random(_SEED)
        cases = list(read_cases(bench.texts))
        measured = [bench.measure(case, drawn.choice(bench.units_without(case))) for case in cases]
    as_they_are = np.array(list(WEIGHTS.values()))
    print("as they are", gain(measured, [one.features for one in measured], as_they_are).round(3))
    for half in (0, 1):
        own = [one for one in measured if one.case.number % 2 == half]
        other = [one for one in measured if one.case.number % 2 != half]
        weights = fit(own)
        held_out = gain(other, [one.features for one in other], weights)
        print(f"fitted on half {half}: {named(weights)}\n  F1, exact on the other: {held_out.round(3)}")
    coefficients, loss = regression(measured)
    print(f"regression {coefficients.round(2)}, log loss {loss:.3f}")


if __name__ == "__main__":
    main()
