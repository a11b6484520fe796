"""Terms of the real documents: the figures of docs/terminology.md hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tm.memory import Memory
from tm.terms.concepts import Concept
from tm.terms.extraction import extract_concepts

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
LANGUAGES = ("en", "es", "ru", "ar", "zh")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def memory(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    sys.path.insert(0, str(SCRIPTS))
    from terms_memory import build_terms_memory

    return build_terms_memory(shared_data, tmp_path_factory.mktemp("terms"))


@pytest.fixture(scope="module")
def concepts(memory: Memory) -> list[Concept]:
    return extract_concepts(memory)


@pytest.mark.parametrize(("code", "least"), [("en", 0.9), *((code, 0.8) for code in LANGUAGES[1:])])
def test_of_the_first_200_concepts_so_many_are_right_by_each_reading(
    concepts: list[Concept], code: str, least: float
) -> None:
    from bench_terms import SURE, first_pairings, first_verdicts
    from judged_terms import read_judgements

    judgements = read_judgements()
    sure = first_verdicts(concepts, judgements, code, SURE)
    every = first_verdicts(concepts, judgements, code, 0.0)
    surest, _ = first_pairings(concepts, judgements, code)
    assert len(sure) > 80
    assert len(every) > 100
    assert len(surest) == 200
    for verdicts in (sure, every, surest):
        assert verdicts.count(True) >= least * len(verdicts)


@pytest.mark.parametrize("code", LANGUAGES)
def test_of_what_the_list_frozen_before_tuning_judges_nearly_all_is_right(
    concepts: list[Concept], code: str
) -> None:
    from bench_terms import SURE, first_verdicts
    from judged_terms import JUDGED, read_judgements

    verdicts = first_verdicts(concepts, read_judgements(JUDGED[:1]), code, SURE)
    judged = [verdict for verdict in verdicts if verdict is not None]
    # It was sampled when common and rare words were no candidates: the others are judged by the later lists.
    assert len(judged) > 0.5 * len(verdicts)
    assert judged.count(True) >= 0.95 * len(judged)


def test_150_of_200_well_known_terms_are_found(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    from bench_terms import print_known

    print_known(memory)
    assert int(capsys.readouterr().out.split()[0]) >= 150


def test_probabilities_are_calibrated_out_of_fold(memory: Memory) -> None:
    from fit_terms import calibration_error, out_of_fold, read_examples
    from judged_terms import FITTED, read_judgements

    examples = read_examples(memory, read_judgements(FITTED))
    probability = out_of_fold(examples)[examples.once]
    assert len(probability) > 1000
    assert calibration_error(probability, examples.right[examples.once]) <= 0.05


def test_the_weights_are_those_that_the_judgements_give(memory: Memory) -> None:
    from fit_terms import fit, read_examples
    from judged_terms import FITTED, read_judgements

    from tm.terms.pair_probability import WEIGHTS

    examples = read_examples(memory, read_judgements(FITTED))
    weights = fit(examples.inputs, examples.right, examples.names)
    assert dict(zip(examples.names, weights.tolist(), strict=True)) == pytest.approx(WEIGHTS, abs=0.2)


def test_the_lists_of_judgements_are_whole() -> None:
    from judged_terms import FITTED, JUDGED, held_out_judgements, read_judgements, read_known

    first = read_judgements(JUDGED[:1]).verdicts
    for code in LANGUAGES:
        assert sum(language == code for language, _, _ in first) >= 200
    held_out = held_out_judgements().verdicts
    assert len(held_out) > 100
    assert not held_out.keys() & read_judgements(FITTED).verdicts.keys()
    assert len(read_known()) == 200
