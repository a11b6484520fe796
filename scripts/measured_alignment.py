"""Align one pair in a process of its own, and print what it took as one line of JSON.

    python scripts/measured_alignment.py spans SYSTEM SOURCE.npy TARGET.npy LADDER
    python scripts/measured_alignment.py texts SYSTEM SOURCE.txt TARGET.txt LADDER

SYSTEM is hexapla or Vecalign. The ladder is written to LADDER. With `spans` the vectors are given, with
`texts` (one segment a line, French and English) they are made: hexapla as it does, Vecalign with the packaged
encoder encoding every overlap. Loading modules and the encoder counts in the memory, not in the times.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bench_systems
from bench_systems import Ladder


def align_span_files(system: str, source: Path, target: Path) -> Callable[[], Ladder]:
    """What is to be timed with vectors given."""
    functions = {
        "hexapla": bench_systems.hexapla_from_span_files,
        "Vecalign": bench_systems.vecalign_from_span_files,
    }
    return lambda: functions[system](source, target)


def align_texts(system: str, source: Path, target: Path) -> Callable[[], Ladder]:
    """What is to be timed with texts given; the encoder is loaded first."""
    lines = [path.read_text(encoding="utf-8").rstrip("\n").split("\n") for path in (source, target)]
    if system == "Vecalign":
        return bench_systems.vecalign_of_texts(lines[0], lines[1])
    return bench_systems.hexapla_of_texts(lines[0], lines[1])


def own_peak_bytes() -> int:
    """The largest resident size of this process, 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Run one alignment and report it."""
    kind, system, source, target, ladder = sys.argv[1:]
    prepare = {"spans": align_span_files, "texts": align_texts}[kind]
    align = prepare(system, Path(source), Path(target))
    wall, processor = time.perf_counter(), time.process_time()
    beads = align()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    written = [f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads]
    Path(ladder).write_text("".join(written), encoding="utf-8")
    print(json.dumps({"wall_seconds": wall, "cpu_seconds": processor, "peak_bytes": own_peak_bytes()}))


if __name__ == "__main__":
    main()
