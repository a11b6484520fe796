"""Measure the readers on real files: numbering, label paths, furniture, speed.

    python scripts/bench_reading.py --data ../shared/data [--only numbering,paths,furniture,speed]

Parts:
  numbering  resolutions of the Security Council (OCR, English) and the born-digital PDFs: do the operative
             paragraphs that are numbered run 1..N without gap or repeat?
  paths      licences (HTML) and Canadian acts (XML): label paths as ids and elements give them
  furniture  lines that are page headers, by what they say, left in blocks of these files
  speed      megabytes or pages a second on one core, files read again and again for `--seconds`; PDF also on
             two. A page of a DOCX file is 3000 characters of its text; where LibreOffice is installed, the
             files are the licences as it writes them, else those of the data

Prints Markdown. Times are of this machine: compare them with those of another only with care.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import functools
import multiprocessing
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.documents import BlockKind, Document
from corpora.errors import CorporaError
from corpora.read_document import read_document

_PAGE_CHARS = 3000
PARTS = ("numbering", "paths", "furniture", "speed")
_OPERATIVE = re.compile(r"OP(\d+)")
_CC_ID = re.compile(r"s(\d+)([a-z])?(\d+)?([A-Z])?([ivx]+)?")
# "S/RES/1373 (2001)", "18-16895", "2/5", "Page 3": lines of a page and not of the text.
_PAGE_LINE = re.compile(
    r"(?:[AS]/RES/\S+(?: \(\d{4}\))?|\d\d-\d{5}(?: \(E\))?|\d{1,3}/\d{1,3}|[Pp]age \d+|\*\d+\*)"
)


@dataclass(frozen=True)
class Measured:
    """One row of the table: `right` of `count`, or a rate where `unit` is given."""

    part: str
    name: str
    right: float
    count: int
    unit: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def row(self) -> str:
        """The row in Markdown."""
        value = f"{self.right:.1f} {self.unit}" if self.unit else f"{self.right / max(self.count, 1):.4f}"
        return f"| {self.part} | {self.name} | {self.count} | {value} | {'; '.join(self.wrong[:5])} |"


def numbering(data: Path) -> Iterator[Measured]:
    """Whether operative numbers run from one without gap or repeat, where there are any."""
    for name, pattern in (("unsc_en", "S_RES*.txt"), ("un_pdfs", "A_RES_73_*.pdf")):
        files = sorted((data / name).glob(pattern))
        right, wrong = 0, []
        count = 0
        for path in files:
            numbers = [int(m[1]) for b in read_document(path).blocks if (m := _OPERATIVE.fullmatch(b.path))]
            if numbers:
                count += 1
                right += numbers == list(range(1, len(numbers) + 1))
                if numbers != list(range(1, len(numbers) + 1)):
                    wrong.append(f"{path.name}: {numbers}")
        yield Measured("numbering", name, right, count, wrong=tuple(wrong))


def paths(data: Path) -> Iterator[Measured]:
    """Label paths against ids and elements."""
    for gold in sorted((data / "cc_legalcode").glob("gold_*.tsv")):
        work = gold.stem.removeprefix("gold_")
        for language in ("ar", "en", "es", "fr", "ru", "zh-Hans"):
            rows = [(row[language], _path_of_id(row["id"])) for row in _rows(gold)]
            path = data / "cc_legalcode" / f"{work}_{language}.html"
            yield _compared(f"{work} {language}", read_document(path), rows, _unnamed)
    for gold in sorted((data / "canada").glob("gold_*.tsv")):
        for language, prefix in (("en", "eng"), ("fr", "fra")):
            rows = [(row[language], row[f"label_{language}"]) for row in _rows(gold) if row["tag"] == "Text"]
            path = data / "canada" / f"{prefix}_{gold.stem.removeprefix('gold_')}.xml"
            yield _compared(f"{gold.stem} {language}", _without_headings(path), rows, _below_article)


def _without_headings(path: Path) -> Document:
    """A document without headings that have no label: the gold's rows are texts, and a title repeats one."""
    document = read_document(path)
    headings = (BlockKind.TITLE, BlockKind.HEADING)
    kept = tuple(block for block in document.blocks if block.path or block.kind not in headings)
    return dataclasses.replace(document, blocks=kept)


def _rows(gold: Path) -> list[dict[str, str]]:
    with gold.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _path_of_id(identifier: str) -> str:
    """The path that an id of the licences stands for: "s3a1Ai" is "3/a/1/a/i"."""
    match = _CC_ID.fullmatch(identifier)
    return "/".join(part.lower() for part in match.groups() if part) if match else identifier


def _unnamed(path: str) -> str:
    """A path without the word for what it numbers: "SEC3/a" is "3/a"."""
    return re.sub(r"^[A-Z]+(?=\d)", "", path)


def _below_article(path: str) -> str:
    """A path as the labels of the elements give it: below annex, article and without the words."""
    return _unnamed(re.sub(r"^ANNEX\d+(/|$)|^(?:ANNEX\d+/)?ART\d+(/|$)", "", re.sub(r"^ANNEX\d+/", "", path)))


def _compared(
    name: str, document: Document, rows: Sequence[tuple[str, str]], seen: Callable[[str], str]
) -> Measured:
    """How many passages have the path that the gold gives; those that were not found count as wrong."""
    waiting = [
        ((_plain(b.text), _plain(b.label + b.text)), seen(b.path or b.within)) for b in document.blocks
    ]
    right, wrong, start = 0, [], 0
    used: set[int] = set()
    for text, expected in rows:
        wanted = re.sub(r"[()*]", "", expected)
        key = _plain(text)
        # The rows follow one language: definitions of another stand in the order of its alphabet.
        order = [k for k in (*range(start, len(waiting)), *range(start)) if k not in used]
        place = next((k for k in order if key in waiting[k][0]), None)
        if place is None:
            place = next((k for k in order if _same(waiting[k][0], key)), None)
        found = waiting[place][1] if place is not None else "not found"
        if place is not None:
            used.add(place)
            start = place + 1
        if found == wanted:
            right += 1
        else:
            wrong.append(f"{wanted or '–'} read as {found or '–'}")
    return Measured("paths", name, right, len(rows), wrong=tuple(wrong))


def _same(block: tuple[str, str], gold: str) -> bool:
    """Whether a block, without or with its label, begins as the gold does, or ends as it does."""
    text, labelled = block
    return bool(text) and any(
        (found.endswith(gold[-40:]) if len(gold) > 8 else found == gold)
        or gold.startswith(found[:60])
        or found.startswith(gold[:60])
        for found in (text, labelled)
    )


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def furniture(data: Path) -> Iterator[Measured]:
    """Lines that belong to a page, not to the text, left in blocks of other kinds."""
    for name, pattern in (("unsc_en", "S_RES*.txt"), ("un_pdfs", "A_RES_73_*.pdf")):
        count, wrong = 0, []
        for path in sorted((data / name).glob(pattern)):
            for block in read_document(path).blocks:
                count += 1
                if block.kind is not BlockKind.FURNITURE and _PAGE_LINE.fullmatch(block.text.strip()):
                    wrong.append(f"{path.name}: {block.text.strip()}")
        yield Measured("furniture", f"{name}, blocks without", count - len(wrong), count, wrong=tuple(wrong))


def speed(data: Path, seconds: float) -> Iterator[Measured]:
    """How much is read in a second of processor time."""
    for name, files, unit in (
        ("plain text, all of the data", sorted(data.rglob("*.txt")), "MB/s"),
        ("plain text, resolutions of 2 kB", sorted((data / "unsc_en").glob("S_RES*.txt")), "MB/s"),
        ("HTML", sorted((data / "cc_legalcode").glob("*.html")), "MB/s"),
        ("XML", sorted((data / "canada").glob("*.xml")), "MB/s"),
        ("PDF", sorted((data / "un_pdfs").glob("A_RES_73_*.pdf")), "pages/s"),
    ):
        yield from _speed_of(name, files, unit, seconds)
        if name == "PDF":
            yield _on_two_processes(files, seconds)
    with tempfile.TemporaryDirectory() as folder:
        yield from _speed_of("DOCX", _docx_files(data, Path(folder)), "pages/s", seconds)


def _speed_of(name: str, files: Sequence[Path], unit: str, seconds: float) -> Iterator[Measured]:
    readable = [path for path in files if _readable(path)]
    if readable:
        yield Measured("speed", name, _rate(readable, unit, seconds), len(readable), unit)


def _rate(files: Sequence[Path], unit: str, seconds: float) -> float:
    """Megabytes or pages in a second of processor time, what is asked for once only left out."""
    amounts = {path: _amount(path, unit) for path in files}
    amount, start = 0.0, time.process_time()
    while time.process_time() - start < seconds:
        for path in files:
            read_document(path)
            amount += amounts[path]
    return amount / (time.process_time() - start)


def _on_two_processes(files: Sequence[Path], seconds: float) -> Measured:
    """Pages in a second by the clock, all files read by two processes that have begun before."""
    every = [path for path in files if _readable(path)]
    pages = sum(map(_pages, every))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_readable, every)
        rounds, start = 0, time.monotonic()
        while time.monotonic() - start < seconds:
            pool.map(_readable, every * 8, chunksize=1)
            rounds += 8
        rate = rounds * pages / (time.monotonic() - start)
    return Measured("speed", "PDF, two processes", rate, len(every), "pages/s by the clock")


def _docx_files(data: Path, folder: Path) -> list[Path]:
    """The licences as LibreOffice writes them into `folder`; the files of the data where it is missing."""
    office = shutil.which("soffice")
    if office is None:
        return sorted((data / "docx").glob("*.docx"))
    pages = [str(path) for path in sorted((data / "cc_legalcode").glob("*.html"))]
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *pages], check=True, capture_output=True)
    return sorted(folder.glob("*.docx"))


def _readable(path: Path) -> bool:
    try:
        read_document(path)
    except CorporaError:
        return False
    return True


def _amount(path: Path, unit: str) -> float:
    if unit == "MB/s":
        return path.stat().st_size / 1e6
    if path.suffix == ".docx":
        document = read_document(path, "en")
        return sum(len(block.text) for block in (*document.blocks, *document.footnotes)) / _PAGE_CHARS
    return float(_pages(path))


@functools.cache
def _pages(path: Path) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--seconds", type=float, default=5.0, help="of the speed part, a format")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := sorted({*parts} - {*PARTS}):
        sys.exit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    measures = {
        "numbering": lambda: numbering(options.data),
        "paths": lambda: paths(options.data),
        "furniture": lambda: furniture(options.data),
        "speed": lambda: speed(options.data, options.seconds),
    }
    print("| part | what | n | value | wrong |\n|---|---|---|---|---|")
    for part in parts:
        for measured in measures[part]():
            print(measured.row, flush=True)


if __name__ == "__main__":
    main()
