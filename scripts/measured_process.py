"""Run an alignment in a process of its own, on one thread, and watch from outside how much memory it has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from align.ladder import LadderBead, read_ladder

_SCRIPT = Path(__file__).with_name("measured_alignment.py")
_PAUSE_SECONDS = 0.02
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Measured:
    """What one alignment took.

    `peak_bytes` is the largest anonymous memory seen (`memory` is then "RssAnon"; files that are mapped are
    not counted), or where the system does not tell, the largest resident size ("ru_maxrss").
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    memory: str
    found: list[LadderBead]


def measure_alignment(kind: str, system: str, source: Path, target: Path) -> Measured:
    """Run `measured_alignment.py KIND SYSTEM SOURCE TARGET`; raises RuntimeError with its messages."""
    with tempfile.TemporaryDirectory() as folder:
        ladder, messages = Path(folder) / "ladder.txt", Path(folder) / "messages.txt"
        command = [sys.executable, str(_SCRIPT), kind, system, str(source), str(target), str(ladder)]
        environment = {**os.environ, **_ONE_THREAD}
        peak = 0
        with (
            messages.open("w", encoding="utf-8") as errors,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8", env=environment
            ) as process,
        ):
            while process.poll() is None:
                peak = max(peak, anonymous_bytes(process.pid))
                time.sleep(_PAUSE_SECONDS)
            output, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{system}: {messages.read_text(encoding='utf-8')[-2000:]}")
        report = json.loads(output)
        found = read_ladder(ladder.read_text(encoding="utf-8"), system)
    return Measured(
        report["wall_seconds"],
        report["cpu_seconds"],
        peak or report["peak_bytes"],
        "RssAnon" if peak else "ru_maxrss",
        found,
    )


def anonymous_bytes(process: int) -> int:
    """Anonymous resident memory of a process now; 0 where `/proc` does not tell, or it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0
