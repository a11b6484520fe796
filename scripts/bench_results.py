"""The raw results of the benchmarks as one JSON file, to which each run adds its parts.

    {"runs": [{"signature": {...}, "figures": [{...}, ...]}, ...]}

A part that is run again replaces what the file had of it; other parts stay, with the signature of their run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench_figures import Figure


def keep_results(path: Path, signature: Mapping[str, object], figures: Sequence[Figure]) -> None:
    """Write the figures of a run to the file, beside those of other parts that it holds."""
    mine = {figure.part for figure in figures}
    earlier = json.loads(path.read_text(encoding="utf-8")).get("runs", []) if path.exists() else []
    kept = [
        {"signature": run["signature"], "figures": [f for f in run["figures"] if f["part"] not in mine]}
        for run in earlier
    ]
    run = {"signature": signature, "figures": [figure.as_dict() for figure in figures]}
    runs = [run for run in [*kept, run] if run["figures"]]
    path.write_text(_written(runs), encoding="utf-8", newline="\n")


def _written(runs: Sequence[Mapping[str, Any]]) -> str:
    """One line a figure, so that changes can be read."""
    parts = []
    for run in runs:
        figures = ",\n".join(json.dumps(f, ensure_ascii=False) for f in run["figures"])
        signed = json.dumps(run["signature"], ensure_ascii=False)
        parts.append(f'{{"signature": {signed},\n"figures": [\n{figures}\n]}}')
    return '{"runs": [\n' + ",\n".join(parts) + "\n]}\n"
