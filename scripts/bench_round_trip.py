"""What is left of a document that has been a text, a web page, a DOCX or a PDF in between.

The written documents (`tests/round_trip/`) are produced in every format, read, and compared with what was
written. Needs LibreOffice and the Noto fonts for DOCX and PDF.

    python scripts/bench_round_trip.py [--formats html,pdf] [--documents NAME,...] [--shift N] [--cases]
        [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from produced_documents import FORMATS, Produced, produce
from round_trip_figures import MEASURES, Count, Outcome, measure_document, total
from written_documents import FOLDER, LANGUAGES, read_written

from corpora.read_document import read_document

Figures = Mapping[tuple[str, str], Mapping[str, Count]]
ALL = "all"


def measure_files(produced: Sequence[Produced]) -> list[tuple[Produced, Outcome]]:
    """Read every file and compare it with what was written; a file that is refused has no blocks."""
    return [
        (each, measure_document(each.format, each.document, read_document(each.path))) for each in produced
    ]


def figures_of(measured: Sequence[tuple[Produced, Outcome]]) -> Figures:
    """The counts of every format in every language and of all languages together."""
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for each, outcome in measured:
        groups[each.format, each.document.language].append(outcome)
        groups[each.format, ALL].append(outcome)
    return {key: total(outcomes) for key, outcomes in groups.items()}


def print_table(figures: Figures) -> None:
    """Markdown: a row for each format and language."""
    print("| format | language |", " | ".join(MEASURES), "|")
    print("|---|---|", *("---:|" for _ in MEASURES))
    for (form, language), counts in figures.items():
        cells = " | ".join(f"{counts[measure].share:.4f}" for measure in MEASURES)
        print(f"| {form} | {language} | {cells} |")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sources", type=Path, default=FOLDER, help="folder of written documents")
    parser.add_argument("--formats", default=",".join(FORMATS).replace(", ", " "), help="comma-separated")
    parser.add_argument("--documents", default="", help="names, comma-separated; all without it")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument(
        "--folder", type=Path, help="where files are made and kept; DOCX and PDF there are used again"
    )
    parser.add_argument(
        "--shift", type=int, default=0, metavar="N", help="deal the looks out otherwise, N places further"
    )
    parser.add_argument("--cases", action="store_true", help="list what did not come back")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    return parser


def main() -> int:
    """Produce, read, compare, print."""
    arguments = _parser().parse_args()
    documents = [d for path in sorted(arguments.sources.glob("*.txt")) for d in read_written(path)]
    formats = [form for form in FORMATS if form.replace(", ", " ") in arguments.formats.split(",")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        names = arguments.documents.split(",") if arguments.documents else None
        produced = [
            each
            for each in produce(documents, folder, formats, arguments.shift)
            if (names is None or each.document.name in names)
            and each.document.language in arguments.languages.split(",")
        ]
        measured = measure_files(produced)
    figures = figures_of(measured)
    print_table(figures)
    print(
        f"\n{len(documents)} documents, blocks too many: {sum(outcome.too_many for _, outcome in measured)}"
    )
    if arguments.cases:
        for _, outcome in measured:
            for case in outcome.cases:
                print(f"\n{case.measure} | {case.format} | {case.document} | {case.language}")
                print(f"  written: {case.written}\n  read:    {case.read}")
    if arguments.json:
        rows = [
            {"format": form, "language": language, **{m: round(c[m].share, 5) for m in MEASURES}}
            for (form, language), c in figures.items()
        ]
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
