"""How fast TMX is written and read, beside a plain lxml loop in the same run, and in how much memory.

    python scripts/bench_tmx.py [--units 200000] [--memory-units 1000000]

Units of two languages are made of sentences of this file, with numbers, so that no two are the same. Times
are of the processor, of all threads. The loop writes `tu`, two `tuv` and their `seg`, and nothing else; it
reads language and text of each `tuv`. What Hexapla writes and reads has eight props a unit besides. The
memory is the largest resident size of a process of its own that writes, or reads, the file.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from lxml import etree

from tm.tmx_reading import read_tmx
from tm.tmx_writing import TmxOptions, export_tmx
from tm.units import UNIT_SCHEMA

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
UNITS_A_DOCUMENT = 50
UNITS_A_FRAME = 50_000
SENTENCES = {
    "fr": (
        "Prie le Secrétaire général de lui présenter, à sa prochaine session, un rapport sur l'application",
        "Demande aux États Membres qui ne l'ont pas encore fait d'envisager, à titre prioritaire, de devenir",
        "Réaffirme que chaque district scolaire dispose d'au moins une bibliothèque & d'une salle,",
    ),
    "en": (
        "Requests the Secretary-General to submit to it, at its next session, a report on the implementation",
        "Calls upon Member States that have not yet done so to consider becoming, as a matter of priority,",
        "Reaffirms that each school district shall have at least one library & one reading room, equipped",
    ),
}


@dataclass(frozen=True)
class Table:
    """A table of units as an export takes it."""

    path: Path
    languages: tuple[str, ...] = ("en", "fr")

    def units(self) -> pl.LazyFrame:
        """Return the table."""
        return pl.scan_parquet(self.path)


def frames(units: int) -> Iterator[pl.DataFrame]:
    """Yield a memory of paragraphs, in order, some thousands at a time."""
    for start in range(0, units, UNITS_A_FRAME):
        rows = []
        for number in range(start, min(start + UNITS_A_FRAME, units)):
            document, place = divmod(number, UNITS_A_DOCUMENT)
            symbol = f"A/RES/{document // 300 + 1}/{document % 300 + 1}"
            for code in ("en", "fr"):
                row = dict.fromkeys(UNIT_SCHEMA)
                row |= {
                    "unit_id": f"{symbol}:OP{place + 1}",
                    "level": "paragraph",
                    "set_name": f"{document:08}",
                    "symbol": symbol,
                    "pivot": "fr",
                    "position": place,
                    "language": code,
                    "text": f"{SENTENCES[code][number % 3]} {number} {SENTENCES[code][number // 3 % 3][:60]}",
                    "path": f"OP{place + 1}",
                    "blocks": 1,
                    "document": f"{document}.{code}.txt",
                    "date": datetime.date(2000, 1, 1) + datetime.timedelta(days=document % 7000),
                    "probability": 1.0 if code == "fr" else 0.95,
                    "unit_probability": 0.95,
                    "via": None if code == "fr" else "fr",
                    "dropped_chars": 0,
                    "origin": "aligned",
                }
                rows.append(row)
        yield pl.DataFrame(rows, schema=UNIT_SCHEMA)


def write_table(units: int, path: Path) -> None:
    """Write such a memory as a Parquet file, in constant memory."""
    parts = []
    for number, frame in enumerate(frames(units)):
        parts.append(path.with_suffix(f".{number}"))
        frame.write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(path, row_group_size=8192)
    for part in parts:
        part.unlink()


def plain_write(rows: list[tuple[str, str, str]], path: Path) -> None:
    """Write (id, language, text), two a unit, with lxml."""
    with (
        etree.xmlfile(str(path), encoding="utf-8") as file,
        file.element("tmx", version="1.4"),
        file.element("body"),
    ):
        pairs = iter(rows)
        for english, french in zip(pairs, pairs, strict=True):
            unit = etree.Element("tu", tuid=english[0])
            for _, language, text in (french, english):
                variant = etree.SubElement(unit, "tuv")
                variant.set(XML_LANG, language)
                etree.SubElement(variant, "seg").text = text
            file.write(unit)


def plain_read(path: Path) -> int:
    """Read language and text of each variant with lxml; return how many."""
    count = 0
    for _, unit in etree.iterparse(str(path), tag="tu"):
        for variant in unit.iter("tuv"):
            if variant.get(XML_LANG) and variant.findtext("seg"):
                count += 1
        unit.clear()
        while unit.getprevious() is not None:
            del unit.getparent()[0]
    return count


def our_write(table: Path, path: Path) -> None:
    """Write the units of a table for one pair."""
    export_tmx(Table(table), path, TmxOptions(pair=("fr", "en")))


def our_read(path: Path) -> int:
    """Read the variants of a file; return how many."""
    return sum(len(unit.variants) for unit in read_tmx(path))


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes, in all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def speeds(units: int, folder: Path) -> Iterator[dict[str, object]]:
    """Yield units a second of both, and the ratio; the best of three, in turn."""
    table, plain, ours = folder / "units.parquet", folder / "plain.tmx", folder / "ours.tmx"
    write_table(units, table)
    rows = list(pl.read_parquet(table).select("unit_id", "language", "text").iter_rows())
    # What is asked for once only is left out.
    our_write(table, ours)
    plain_write(rows, plain)
    for what, loop, own in (
        ("writing", lambda: plain_write(rows, plain), lambda: our_write(table, ours)),
        ("reading what the loop wrote", lambda: plain_read(plain), lambda: our_read(plain)),
        ("reading what Hexapla wrote", lambda: plain_read(ours), lambda: our_read(ours)),
    ):
        measured = [(seconds(loop), seconds(own)) for _ in range(3)]
        theirs, mine = (min(times) for times in zip(*measured, strict=True))
        yield {
            "what": what,
            "lxml loop, units/s": round(units / theirs),
            "hexapla, units/s": round(units / mine),
            "ratio": round(theirs / mine, 2),
        }


def resident(units: int, folder: Path) -> Iterator[dict[str, object]]:
    """Yield the largest resident size of processes that write and read a file of so many units, in MB."""
    table, path = folder / "large.parquet", folder / "large.tmx"
    write_table(units, table)
    for what in ("write", "read"):
        command = [sys.executable, __file__, "--worker", what, str(table), str(path)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        yield {"what": what, "units": units, "MB resident": round(json.loads(output) / 1e6)}


def work(what: str, table: Path, path: Path) -> None:
    """Do one thing and print the largest resident size in bytes."""
    if what == "write":
        our_write(table, path)
    else:
        our_read(path)
    print(largest_resident_bytes())


def largest_resident_bytes() -> int:
    """Return the largest resident size of this process since it began its program."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("this system does not tell the largest resident size (no VmHWM in /proc)")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=200_000, help="for speed")
    parser.add_argument("--memory-units", type=int, default=1_000_000)
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        what, table, path = arguments.worker
        work(what, Path(table), Path(path))
        return
    with tempfile.TemporaryDirectory() as folder:
        for records in (
            speeds(arguments.units, Path(folder)),
            resident(arguments.memory_units, Path(folder)),
        ):
            for number, record in enumerate(records):
                if not number:
                    print("| " + " | ".join(record) + " |")
                    print("|" + "---|" * len(record))
                print("| " + " | ".join(map(str, record.values())) + " |")
            print()


if __name__ == "__main__":
    main()
