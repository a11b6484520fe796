"""Measure how much memory reading takes: long PDFs, and texts that double in size.

    python scripts/bench_reading_memory.py --data ../shared/data [--pages 3000] [--megabytes 8]

Each file is read by a process of its own, whose largest resident size is what counts (as Linux gives it).
A document is kept whole while it is read and is its own result, so its memory grows with its length; it must
not grow faster, and nothing may stay when it is dropped. The last column is what one more page, or one more
byte of the file, adds; the last row reads the middle file again and again.

PDFs are put together from the pages of the data's resolutions; the pages do not share their fonts, so their
files are larger than real ones of so many pages. Prints Markdown.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpora.read_document import read_document

_MEGABYTE = 1_000_000


def resident_bytes(path: Path | None, times: int = 1) -> int:
    """Largest resident size of a new process that reads a file; of one that has only begun for None."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_read, (path, times))


def _read(path: Path | None, times: int) -> int:
    for _ in range(times if path is not None else 0):
        read_document(Path(path or ""), "en")
    # Not `resource.getrusage`: that counts what the process had before it became this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def make_pdf(data: Path, pages: int, path: Path) -> None:
    """Write a PDF of so many pages, those of the resolutions over and over."""
    import pypdfium2

    sources = [pypdfium2.PdfDocument(file) for file in sorted((data / "un_pdfs").glob("A_RES_73_*.pdf"))]
    made = pypdfium2.PdfDocument.new()
    while len(made) < pages:
        for source in sources:
            made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(path)


def make_text(data: Path, size: int, path: Path) -> None:
    """Write a text of about so many bytes, resolutions one after the other."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((data / "unsc_en").glob("S_RES*.txt"))]
    whole = "\n\n".join(texts)
    path.write_text(whole * max(1, round(size / len(whole.encode()))), encoding="utf-8")


def rows(data: Path, pages: int, megabytes: int, folder: Path) -> Iterator[str]:
    """Rows of the table: each kind of file in two sizes."""
    start = resident_bytes(None)
    yield f"| no file | 0 | {start / _MEGABYTE:.0f} | |"
    before = 0.0
    for count in (pages // 10, pages):
        path = folder / "long.pdf"
        make_pdf(data, count, path)
        taken = resident_bytes(path)
        growth = f"{(taken - before) / (count - pages // 10) / 1000:.0f} kB a page" if before else ""
        size = path.stat().st_size / _MEGABYTE
        yield f"| PDF, {count} pages | {size:.1f} | {taken / _MEGABYTE:.0f} | {growth} |"
        before = taken
    before, smaller = 0.0, 0
    for size in (megabytes // 4, megabytes // 2, megabytes):
        path = folder / f"long{size}.txt"
        make_text(data, size * _MEGABYTE, path)
        taken, length = resident_bytes(path), path.stat().st_size
        growth = f"{(taken - before) / (length - smaller):.0f} bytes a byte" if before else ""
        yield f"| plain text | {length / _MEGABYTE:.1f} | {taken / _MEGABYTE:.0f} | {growth} |"
        before, smaller = taken, length
    again = resident_bytes(folder / f"long{megabytes // 2}.txt", times=4)
    yield f"| plain text, four times | {megabytes // 2:.1f} | {again / _MEGABYTE:.0f} | |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--megabytes", type=int, default=8)
    options = parser.parse_args()
    print("| file | MB | largest resident MB | one more adds |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(options.data, options.pages, options.megabytes, Path(folder)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
