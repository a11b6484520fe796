"""Findings as a memory keeps them: with the set, the unit and the files they are about.

`findings.jsonl` of a generation has one a line, sorted by set, in the order of the rows; the records are
those of docs/schemas/finding.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from align.beads import AlignedSet
from align.finding import Finding, FindingKind, FindingPlace, Severity
from align.findings import find_in_set
from corpora.documents import Document
from tm.atomic_files import write_text_atomically
from tm.clean_text import clean_text
from tm.errors import FindingsMissing, MemoryDamaged
from tm.unit_ids import row_ids, set_symbol

FINDINGS_NAME = "findings.jsonl"

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding and where it belongs: the set, the unit where it begins, the files of both places.

    `set_name`, `symbol` and `unit_id` are None for two versions that are in no memory; `unit_id` also where
    the row has no unit. `document` is the file of the version that the finding is about.
    """

    finding: Finding
    document: str
    counterpart_document: str
    set_name: str | None = None
    symbol: str | None = None
    unit_id: str | None = None


def findings_of_set(aligned: AlignedSet) -> tuple[KeptFinding, ...]:
    """Find what differs between the versions of a set; texts as the units have them."""
    ids = row_ids(aligned)
    symbol = set_symbol(aligned)
    name = clean_text(aligned.name)[0] or "_"
    found = []
    for finding in find_in_set(aligned):
        own, other = (aligned.documents[place.language] for place in (finding.place, finding.counterpart))
        kept = keep_finding(finding, own, other)
        found.append(replace(kept, set_name=name, symbol=symbol, unit_id=ids[finding.row]))
    return tuple(found)


def keep_finding(finding: Finding, own: Document, other: Document) -> KeptFinding:
    """Return a finding with the files of its places: the version that it is about, and the other."""
    cleaned = replace(
        finding,
        evidence=clean_text(finding.evidence)[0],
        place=_cleaned(finding.place),
        counterpart=_cleaned(finding.counterpart),
    )
    return KeptFinding(cleaned, _name(own), _name(other))


def _name(document: Document) -> str:
    return clean_text(document.path.as_posix())[0]


def _cleaned(place: FindingPlace) -> FindingPlace:
    label, path, text = (clean_text(value)[0] for value in (place.label, place.path, place.text))
    return replace(place, label=label, path=path, text=text)


def finding_record(kept: KeptFinding) -> Record:
    """Return a finding as JSON has it (docs/schemas/finding.json)."""
    finding = kept.finding
    return {
        "record": "finding",
        "set": kept.set_name,
        "symbol": kept.symbol,
        "unit_id": kept.unit_id,
        "kind": finding.kind.value,
        "language": finding.language,
        "severity": finding.severity.value,
        "probability": round(finding.probability, 3),
        "evidence": finding.evidence,
        "stream": finding.stream,
        "row": finding.row,
        "place": {"document": kept.document, **_place_record(finding.place)},
        "counterpart": {"document": kept.counterpart_document, **_place_record(finding.counterpart)},
    }


def _place_record(place: FindingPlace) -> Record:
    return {**asdict(place), "blocks": list(place.blocks)}


def finding_of_record(record: Mapping[str, Any]) -> KeptFinding:
    """Return the finding of a record; raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    finding = Finding(
        kind=FindingKind(record["kind"]),
        language=record["language"],
        place=_place(record["place"]),
        counterpart=_place(record["counterpart"]),
        evidence=record["evidence"],
        severity=Severity(record["severity"]),
        probability=record["probability"],
        stream=record["stream"],
        row=record["row"],
    )
    return KeptFinding(
        finding=finding,
        document=record["place"]["document"],
        counterpart_document=record["counterpart"]["document"],
        set_name=record["set"],
        symbol=record["symbol"],
        unit_id=record["unit_id"],
    )


def _place(record: Mapping[str, Any]) -> FindingPlace:
    start, end = record["blocks"]
    return FindingPlace(
        **{key: value for key, value in record.items() if key not in ("document", "blocks")},
        blocks=(start, end),
    )


def renamed(kept: KeptFinding, prefix: str, own_prefix: str, set_name: str) -> KeptFinding:
    """Return a finding under the name that its set has in a generation, and the beginning of its ids."""
    unit_id = kept.unit_id
    if unit_id is not None and own_prefix != prefix:
        unit_id = own_prefix + unit_id.removeprefix(prefix)
    return replace(kept, set_name=set_name, unit_id=unit_id)


def write_findings(found: Iterable[KeptFinding], generation: Path) -> None:
    """Write the findings of a generation."""
    lines = (json.dumps(finding_record(kept), ensure_ascii=False) + "\n" for kept in found)
    write_text_atomically(generation / FINDINGS_NAME, "".join(lines))


def read_findings(generation: Path) -> list[KeptFinding]:
    """Read the findings of a generation, in the order of the file.

    Raises `FindingsMissing` where it was built before findings were kept, `MemoryDamaged` for a file that
    cannot be read.
    """
    path = generation / FINDINGS_NAME
    try:
        text = path.read_text(encoding="utf-8")
        return [finding_of_record(json.loads(line)) for line in text.split("\n") if line]
    except FileNotFoundError as error:
        raise FindingsMissing(generation) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MemoryDamaged(
            path, f"the findings cannot be read ({error!r}). Build the memory again."
        ) from error


def select_findings(
    found: Sequence[KeptFinding], *, language: str | None = None, kind: FindingKind | None = None
) -> list[KeptFinding]:
    """Return the findings about one language, of one kind; None selects all."""
    return [
        kept
        for kept in found
        if language in (None, kept.finding.language) and kind in (None, kept.finding.kind)
    ]
