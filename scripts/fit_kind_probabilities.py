"""Count how often kinds are right by what they were told by, and write `corpora/kind_probabilities.py`.

    python scripts/fit_kind_probabilities.py [--formats text,html,docx,pdf] [--folder DIR] [--check]

The written documents (`tests/round_trip/`) are produced in every format, read, and compared with what was
written. A block that was not written counts as wrong. Prints the table, and how honest it is where it was not
fitted: for each document the table of the others is asked (expected calibration error, ten bins). With
`--check` nothing is written. Needs LibreOffice and the Noto fonts for DOCX and PDF.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from produced_documents import FORMATS, Produced, produce
from round_trip_figures import expected_text, pair_blocks, plain
from written_documents import written_documents

from corpora import structure
from corpora.documents import BlockKind
from corpora.kind_evidence import ground_of
from corpora.read_document import read_document

TABLE = ROOT / "corpora" / "kind_probabilities.py"
HEAD = '''"""How often kinds are right by what told them. Written by `scripts/fit_kind_probabilities.py`."""

from __future__ import annotations

from typing import Final

from corpora.documents import BlockKind

# For what the documents did not show.
UNSEEN: Final = 0.5

KIND_PROBABILITIES: Final[dict[tuple[BlockKind, str], float]] = {
'''
Key = tuple[BlockKind, str]


@dataclass(frozen=True)
class Told:
    """One block as read: its document, what was said of its kind and by what, and whether that is right."""

    document: str
    key: Key
    right: bool


def told_kinds(produced: Sequence[Produced]) -> Iterator[Told]:
    """Every block of every file that was read."""
    grounds: list[Key] = []

    def noting(kind: BlockKind, view: structure.View) -> object:
        ground = ground_of(kind, view)
        grounds.append((kind, ground.value))
        return ground

    structure.ground_of = noting  # type: ignore[assignment]
    for each in produced:
        grounds.clear()
        blocks = read_document(each.path).blocks
        # Reading may look at paragraphs more than once: the last look decides.
        keys = grounds[-len(blocks) :]
        pairs = pair_blocks([expected_text(b) for b in each.document.blocks], [plain(b.text) for b in blocks])
        kinds = {j: each.document.blocks[i].kind for i, j in pairs if i is not None and j is not None}
        for j, key in enumerate(keys):
            yield Told(each.document.name, key, kinds.get(j) is key[0])


def shares(told: Sequence[Told]) -> dict[Key, float]:
    """(r + 1) / (n + 2) of each kind and ground."""
    counts: dict[Key, list[bool]] = defaultdict(list)
    for each in told:
        counts[each.key].append(each.right)
    return {key: round((sum(found) + 1) / (len(found) + 2), 3) for key, found in sorted(counts.items())}


def calibration_error(told: Sequence[Told]) -> float:
    """Expected calibration error where each document is judged by the table of the others."""
    bins: dict[int, list[tuple[bool, float]]] = defaultdict(list)
    for document in sorted({each.document for each in told}):
        table = shares([each for each in told if each.document != document])
        for each in told:
            if each.document == document:
                sure = table.get(each.key, 0.5)
                bins[min(9, int(sure * 10))].append((each.right, sure))
    return sum(abs(sum(right - sure for right, sure in found)) for found in bins.values()) / len(told)


def write_table(table: Mapping[Key, float]) -> None:
    """Write the module, formatted as the project is."""
    rows = "".join(
        f'    (BlockKind.{kind.name}, "{ground}"): {share},\n' for (kind, ground), share in table.items()
    )
    TABLE.write_text(f"{HEAD}{rows}}}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TABLE)], check=True)


def main() -> None:
    """Read the arguments, count, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--formats", default=";".join(FORMATS), help="semicolon-separated; all without it")
    parser.add_argument("--folder", type=Path, help="where files are made and kept")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        told = list(told_kinds(produce(written_documents(), folder, arguments.formats.split(";"))))
    table = shares(told)
    print("| kind | told by | blocks | right |\n|---|---|---:|---:|")
    for (kind, ground), share in table.items():
        count = sum(each.key == (kind, ground) for each in told)
        print(f"| {kind.value} | {ground} | {count} | {share:.3f} |")
    print(
        f"\n{len(told)} blocks. Left-out documents: expected calibration error {calibration_error(told):.4f}"
    )
    if not arguments.check:
        write_table(table)


if __name__ == "__main__":
    main()
