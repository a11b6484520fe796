"""What goes with an exported file: the rules that segmented the text, a report, checksums."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tm.atomic_files import write_text_atomically
from tm.selection import ExportReport


def segmentation_rules() -> str:
    """Return the rules as SRX 2.0: those that cut the sentences of every memory."""
    return importlib.resources.files("corpora").joinpath("sentences.srx").read_text(encoding="utf-8")


def write_companions(folder: Path, stem: str, report: ExportReport) -> tuple[str, ...]:
    """Write STEM.srx, STEM.report.json and STEM.sha256 beside the files of an export; return their names."""
    names = (f"{stem}.srx", f"{stem}.report.json", f"{stem}.sha256")
    write_text_atomically(folder / names[0], segmentation_rules())
    write_text_atomically(folder / names[1], _json(report_record(report)))
    write_text_atomically(folder / names[2], checksums(folder, (*report.files, *names[:2])))
    return names


def write_folder_companions(folder: Path, reports: Mapping[str, ExportReport]) -> None:
    """Write segmentation.srx, report.json and SHA256SUMS into the folder of an export of several files."""
    write_text_atomically(folder / "segmentation.srx", segmentation_rules())
    records = {path: report_record(report) for path, report in reports.items()}
    write_text_atomically(folder / "report.json", _json(records))
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    listed = tuple(name for name in files if name != "SHA256SUMS")
    write_text_atomically(folder / "SHA256SUMS", checksums(folder, listed))


def report_record(report: ExportReport) -> dict[str, Any]:
    """Return the report for JSON: counts, what was left out by reason, and the units that are listed."""
    return {
        "source_language": report.source_language,
        "units": report.units,
        "texts": report.variants,
        "composed": report.composed,
        "dropped_characters": report.dropped_chars,
        "stand_for_duplicates": report.duplicates,
        "left_out": dict(report.left_out),
        "overlong": [{"unit_id": unit_id, "what": what} for unit_id, what in report.overlong],
        "gone": list(report.gone),
        "files": list(report.files),
    }


def checksums(folder: Path, names: tuple[str, ...]) -> str:
    """Return SHA-256 and name a line, as `sha256sum --check` reads them."""
    return "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
