"""Count how often kinds are right by what they were told by, and write `corpora/kind_probabilities.py`.

    python scripts/fit_kind_probabilities.py [--folder DIR] [--check]

Written documents are produced in every format, read, and compared with what was written; a block that was not
written counts as wrong. Rules that were made with a document in view are right on it more often than on
others: what counts is the documents of `tests/round_trip_third`, read before anybody had looked at them;
those of the two folders before count a tenth, for what the others do not show. Repairs that came after the
third folder was read make the table cautious; run it again with documents that are new then.

Prints the table, and how honest it is on the third folder: each document is judged by the table of all
others (expected calibration error, ten bins). With `--check` nothing is written. Needs LibreOffice and the
Noto fonts.
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
from written_documents import read_written

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
# Folders of written documents, and what a block of theirs counts.
FOLDERS = {"round_trip": 0.1, "round_trip_second": 0.1, "round_trip_third": 1.0}
UNSEEN_FOLDER = "round_trip_third"


@dataclass(frozen=True)
class Told:
    """One block as read: its document, what was said of its kind and by what, and whether that is right."""

    document: str
    key: Key
    right: bool
    weight: float


def told_kinds(produced: Sequence[Produced], weight: float) -> Iterator[Told]:
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
            yield Told(each.document.name, key, kinds.get(j) is key[0], weight)


def shares(told: Sequence[Told]) -> dict[Key, float]:
    """(r + 1) / (n + 2) of each kind and ground, blocks counted by their weight."""
    right: dict[Key, float] = defaultdict(float)
    count: dict[Key, float] = defaultdict(float)
    for each in told:
        right[each.key] += each.weight * each.right
        count[each.key] += each.weight
    return {key: round((right[key] + 1) / (count[key] + 2), 3) for key in sorted(count)}


def calibration_error(told: Sequence[Told]) -> float:
    """Expected calibration error on unseen documents, each judged by the table of all others."""
    bins: dict[int, list[tuple[bool, float]]] = defaultdict(list)
    unseen = [each for each in told if each.weight == FOLDERS[UNSEEN_FOLDER]]
    for document in sorted({each.document for each in unseen}):
        table = shares([each for each in told if each.document != document])
        for each in unseen:
            if each.document == document:
                sure = table.get(each.key, 0.5)
                bins[min(9, int(sure * 10))].append((each.right, sure))
    return sum(abs(sum(right - sure for right, sure in found)) for found in bins.values()) / len(unseen)


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
    parser.add_argument("--folder", type=Path, help="where files are made and kept")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    told: list[Told] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, weight in FOLDERS.items():
            folder = (arguments.folder or Path(temporary)) / name
            folder.mkdir(parents=True, exist_ok=True)
            paths = sorted((ROOT / "tests" / name).glob("*.txt"))
            documents = [document for path in paths for document in read_written(path)]
            told += told_kinds(produce(documents, folder, FORMATS), weight)
    table = shares(told)
    unseen = [each for each in told if each.weight == FOLDERS[UNSEEN_FOLDER]]
    print("| kind | told by | blocks | right | of them unseen | right | probability |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (kind, ground), share in table.items():
        both = [[each.right for each in found if each.key == (kind, ground)] for found in (told, unseen)]
        cells = " | ".join(f"{len(found)} | {sum(found) / max(1, len(found)):.3f}" for found in both)
        print(f"| {kind.value} | {ground} | {cells} | {share:.3f} |")
    print(f"\n{len(told)} blocks, {len(unseen)} of them unseen. Expected calibration error on these, each")
    print(f"document by the table of all others: {calibration_error(told):.4f}")
    if not arguments.check:
        write_table(table)


if __name__ == "__main__":
    main()
