"""Give translators a memory in the forms their tools read.

    python scripts/export_for_translators.py MEMORY FOLDER fr:en fr:zh

Writes FOLDER/all.tmx (every language, for tools that take more than two), a TMX and a table for each pair,
and prints what was left out and why.
"""

from __future__ import annotations

import sys
from pathlib import Path

import hexapla
from tm.selection import parse_pair
from tm.tables_export import write_tsv
from tm.tmx_writing import write_tmx

# Below this two passages may not belong together, and translators trust a memory only while it is right.
SURE_ENOUGH = 0.8


def main(folder: str, out: str, *pairs: str) -> None:
    """Write the files into the folder `out`."""
    memory = hexapla.open_memory(folder)

    report = write_tmx(memory, Path(out, "all.tmx"), min_probability=SURE_ENOUGH)
    print(
        f"all.tmx: {report.units} units in {report.variants} texts, source language {report.source_language}"
    )
    for reason, count in report.left_out.items():
        print(f"  left out: {count} {reason}")

    for text in pairs:
        source, target = pair = parse_pair(text)
        # Sentences instead of paragraphs: level="sentence". Some tools segment again, some do not.
        name = f"{source}-{target}"
        report = write_tmx(memory, Path(out, f"{name}.tmx"), pair=pair, min_probability=SURE_ENOUGH)
        write_tsv(memory, Path(out, f"{name}.tsv"), pair=pair, min_probability=SURE_ENOUGH)
        # A pair without the pivot of its document is composed over it, marked x-align-via in the file.
        print(f"{name}.tmx: {report.units} units, {report.composed} of them composed over another language")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
