"""How often the sentence splitter agrees with the golden sets: a table of shares by set and language.

    python scripts/bench_sentences.py --data FOLDER [--failures]

The folder `segmentation` of the data holds `pragmatic_segmenter_golden.json`, `pysbd_golden.json` and
`sentencex/tests/*.txt`. Nothing is left out here: cases that contradict the use of official documents count
as failures (the tests name them).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpora.sentences import split_sentences

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
SETS = ("pragmatic", "pysbd", "sentencex")
JSON_FILES = {"pragmatic": "pragmatic_segmenter_golden.json", "pysbd": "pysbd_golden.json"}


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One text with the sentences that its set expects; `number` counts from 0 in its set and language."""

    set_name: str
    language: str
    number: int
    text: str
    expected: tuple[str, ...]

    @property
    def id(self) -> str:
        """Such as `sentencex/en/17`."""
        return f"{self.set_name}/{self.language}/{self.number}"


def read_golden_cases(folder: Path) -> Iterator[GoldenCase]:
    """The cases of all sets in all six languages."""
    for language in LANGUAGES:
        for set_name, file_name in JSON_FILES.items():
            cases = json.loads((folder / file_name).read_text(encoding="utf-8"))[language]
            for number, case in enumerate(cases):
                expected = tuple(squeeze(sentence) for sentence in case["sentences"])
                yield GoldenCase(set_name, language, number, case["text"], expected)
        yield from _read_sentencex(folder / "sentencex" / "tests" / f"{language}.txt", language)


def _read_sentencex(path: Path, language: str) -> Iterator[GoldenCase]:
    """Cases end with a line of "===", the text with one of "---"; "#" opens a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    content = "\n".join(line for line in lines if not line.startswith("#"))
    number = 0
    for case in content.split("==="):
        text, marker, expected = case.partition("---")
        if not marker:
            continue
        sentences = tuple(squeeze(line) for line in expected.splitlines() if line.strip())
        yield GoldenCase("sentencex", language, number, text.strip(), sentences)
        number += 1


def squeeze(text: str) -> str:
    """White space in one form, since the sets clean it in different ways."""
    return " ".join(text.split())


def is_right(case: GoldenCase) -> bool:
    """Whether the splitter gives exactly the sentences expected."""
    return tuple(squeeze(sentence) for sentence in split_sentences(case.text, case.language)) == case.expected


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the golden sets")
    parser.add_argument("--failures", action="store_true", help="show every case that is not right")
    options = parser.parse_args()
    started = time.perf_counter()
    results = [(case, is_right(case)) for case in read_golden_cases(options.data / "segmentation")]
    elapsed = time.perf_counter() - started
    print("set         language  right  cases  share")
    for set_name in SETS:
        for language in LANGUAGES:
            marks = [
                right for case, right in results if (case.set_name, case.language) == (set_name, language)
            ]
            print(
                f"{set_name:<11} {language:<8} {sum(marks):>6} {len(marks):>6}  {sum(marks) / len(marks):.3f}"
            )
    characters = sum(len(case.text) for case, _ in results)
    print(f"{characters} characters in {elapsed:.2f} s")
    if options.failures:
        _show_failures(case for case, right in results if not right)


def _show_failures(cases: Iterator[GoldenCase]) -> None:
    for case in cases:
        found = [squeeze(sentence) for sentence in split_sentences(case.text, case.language)]
        print(f"\n{case.id}")
        print("  expected: " + " | ".join(case.expected))
        print("  found:    " + " | ".join(found))


if __name__ == "__main__":
    main()
