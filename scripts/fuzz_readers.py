"""Feed mutated files to every reader: each must be read or refused, quickly and within memory.

    python scripts/fuzz_readers.py --data ../shared/data [--files 100000] [--format pdf] [--seed 1]

Seeds are the samples and the real files of the data. A mutation cuts, doubles, moves or overwrites
stretches of bytes, flips bits, or puts in something that parsers stumble over; of DOCX it mutates the parts
and packs them again, too. The same seed makes the same files. A file counts as wrong if reading it raises
anything but an error that the readers raise on purpose, takes more than `--seconds` of processor time, or
makes the process larger than `--megabytes`; it is kept in `--keep` under the number that makes it again. Exit
status 1 if there is one.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from corpora.errors import CorporaError

FORMATS = {
    "txt": ("samples/*.txt", "un_ga_res_55_100/*.txt", "unsc_en/*.txt"),
    "html": ("samples/*.html", "cc_legalcode/*.html", "udhr/*.html"),
    "xml": ("samples/*.xml", "canada/*.xml"),
    "docx": ("samples/*.docx", "docx/*.docx"),
    "pdf": ("samples/*.pdf", "un_pdfs/A_RES_73_8-EN.pdf", "un_pdfs/A_L.632*.pdf"),
}
ROOT = Path(__file__).resolve().parent.parent
# Larger seeds make slow files and no new ones; a PDF has its fonts in it.
_LARGEST_SEED = 400_000
_LARGEST_TEXT = 60_000
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80" * 40, "\u202e\u2066".encode(), b"<" * 300, b">" * 300,
    b"&amp;&#0;&#x110000;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<![CDATA[", b"]]>", b"<table><tr><td>" * 50,
    b"<div>" * 2000, b"</p></div>", b"(" * 3000, b"1.1.1.1.1.1.1.1.1 ", b"\n" * 500, b" " * 5000, b"9" * 400,
    b"A/RES/" * 100, b"(a) (b) (i) (ii) ", b"endobj\nendstream\n", b"/Kids [1 0 R]", b"/Length 999999999",
    b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>", b'w:numId w:val="99"', b"<w:tbl><w:tr><w:tc>",
    b"PK\x03\x04", "١٢٣٤".encode(), "第九十九条".encode(),
)  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """A file that was neither read nor refused: the number that makes it, and what happened."""

    format: str
    number: int
    what: str


class _TooSlow(BaseException):
    """Raised by the alarm: no reader may catch it by mistake."""


def seeds_of(kind: str, data: Path) -> list[bytes]:
    """The contents of the seed files of a format."""
    found: list[bytes] = []
    for pattern in FORMATS[kind]:
        folder, _, names = pattern.partition("/")
        base = ROOT / folder if folder == "samples" else data / folder
        found += [path.read_bytes() for path in sorted(base.glob(names))]
    largest = _LARGEST_SEED if kind == "pdf" else _LARGEST_TEXT
    small = [content for content in found if len(content) <= largest]
    return small or [content[:largest] for content in found]


def mutated(kind: str, seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """The file of this number: always the same bytes."""
    draw = random.Random(f"{kind}/{seed}/{number}")
    content = draw.choice(seeds)
    if kind == "docx" and draw.random() < 0.7:
        return _mutated_package(content, draw)
    return _mutated_bytes(content, draw)


def _mutated_bytes(content: bytes, draw: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3, 6, 12))):
        start = draw.randrange(len(made) + 1)
        length = min(draw.choice((1, 2, 8, 60, 700, 5000)), len(made) - start)
        stretch = made[start : start + length]
        kind = draw.randrange(7)
        if kind == 0:
            del made[start : start + length]
        elif kind == 1:
            made[start:start] = stretch * draw.choice((1, 2, 20))
        elif kind == 2:
            made[draw.randrange(len(made) + 1) : 0] = stretch
        elif kind == 3:
            made[start : start + length] = draw.randbytes(length)
        elif kind == 4 and made:
            place = min(start, len(made) - 1)
            made[place] ^= 1 << draw.randrange(8)
        elif kind == 5:
            made[start:start] = draw.choice(_TOKENS)
        else:
            del made[draw.randrange(len(made) + 1) :]
        del made[4 * _LARGEST_SEED :]
    return bytes(made)


def _mutated_package(content: bytes, draw: random.Random) -> bytes:
    """A package whose parts were mutated, one or several, and packed again."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if draw.random() < 0.4:
                part = _mutated_bytes(part, draw)
            if draw.random() < 0.97:
                target.writestr(name if draw.random() < 0.98 else "../" + name, part)
    return packed.getvalue()


def check(kind: str, content: bytes, seconds: float, folder: Path) -> str:
    """Read one file; return what is wrong, "" where it was read or refused."""
    from corpora.read_document import read_document

    path = folder / f"fuzz.{kind}"
    path.write_bytes(content)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        read_document(path, "en")
    except CorporaError:
        return ""
    except _TooSlow:
        return f"more than {seconds:g} s"
    except MemoryError:
        return "out of memory"
    except Exception as error:  # noqa: BLE001  (what nobody foresaw is what is looked for)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _alarm(_number: int, _frame: FrameType | None) -> None:
    raise _TooSlow


def work(job: tuple[str, Path, int, range, float, int]) -> list[Wrong]:
    """Check the files of these numbers."""
    import resource

    kind, data, seed, numbers, seconds, megabytes = job
    signal.signal(signal.SIGPROF, _alarm)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
    seeds, wrong = seeds_of(kind, data), []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            what = check(kind, mutated(kind, seeds, seed, number), seconds, Path(folder))
            if what:
                wrong.append(Wrong(kind, number, what))
    return wrong


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--files", type=int, default=100_000, help="of each format")
    parser.add_argument("--format", choices=[*FORMATS], action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first file")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--megabytes", type=int, default=1000, help="address space of a process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files that are wrong")
    options = parser.parse_args()
    failed = 0
    for kind in options.format or FORMATS:
        start = time.monotonic()
        step = max(1, min(200, options.files // options.processes))
        last = options.first + options.files
        jobs = [
            (
                kind,
                options.data,
                options.seed,
                range(k, min(k + step, last)),
                options.seconds,
                options.megabytes,
            )
            for k in range(options.first, last, step)
        ]
        # A process for each few hundred: what one file leaves behind does not fall on the next thousand.
        with multiprocessing.get_context("spawn").Pool(options.processes, maxtasksperchild=5) as pool:
            wrong = [one for found in pool.imap(work, jobs) for one in found]
        failed += len(wrong)
        print(
            f"{kind}: {options.files} files, {len(wrong)} wrong, {time.monotonic() - start:.0f} s", flush=True
        )
        for what, count in Counter(one.what for one in wrong).most_common(20):
            first = next(one.number for one in wrong if one.what == what)
            print(f"  {count} x {what}, first number {first}", flush=True)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            seeds = seeds_of(kind, options.data)
            for one in wrong:
                content = mutated(kind, seeds, options.seed, one.number)
                (options.keep / f"{one.number}.{kind}").write_bytes(content)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
