"""The records that `--json` and JSON Lines give; their JSON schemas are in docs/schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.beads import Bead, PairAlignment, Span
    from corpora.documents import Block, Document, Place, ReaderNote, Removed, TextEncoding
    from hexapla.build_results import BuildResult
    from hexapla.report import Finding
    from tm.memory import MemoryInfo

Record = dict[str, object]


def document_record(document: Document) -> Record:
    """Return a document as `hexapla inspect --json` gives it (docs/schemas/document.json)."""
    return {
        "path": str(document.path),
        "sha256": document.sha256,
        "symbol": document.symbol,
        "language": document.language,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "encoding": _encoding(document.encoding),
        "blocks": [_block(block) for block in document.blocks],
        "footnotes": [_block(block) for block in document.footnotes],
        "removed": [_removed(removed) for removed in document.removed],
        "notes": [_note(note) for note in document.notes],
    }


def _encoding(encoding: TextEncoding | None) -> Record | None:
    if encoding is None:
        return None
    return {"name": encoding.name, "confidence": encoding.confidence, "told_by": encoding.told_by}


def _block(block: Block) -> Record:
    return {
        "kind": block.kind.value,
        "kind_probability": block.kind_probability,
        "label": block.label,
        "path": block.path,
        "within": block.within,
        "text": block.text,
        "confidence": block.confidence,
        **_place(block.place),
        "references": [
            {"mark": reference.mark, "offset": reference.offset, "footnote": reference.footnote}
            for reference in block.references
        ],
        "given_id": block.given_id,
        "sentences": [{"id": one.id, "start": one.start, "end": one.end} for one in block.sentences],
    }


def _place(place: Place) -> Record:
    return {"page": place.page, "line": place.line, "start": place.start, "end": place.end}


def _removed(removed: Removed) -> Record:
    return {"text": removed.text, "reason": removed.reason, **_place(removed.place)}


def _note(note: ReaderNote) -> Record:
    place = _place(note.place) if note.place is not None else None
    return {"severity": note.severity, "message": note.message, "place": place}


def bead_records(alignment: PairAlignment, source: Document, target: Document) -> Iterator[Record]:
    """Yield the beads of a pair as `hexapla align --format jsonl` gives them (docs/schemas/bead.json)."""
    for bead in alignment.beads:
        yield {
            "record": "bead",
            "source_language": alignment.source_language,
            "target_language": alignment.target_language,
            "source": list(range(*bead.source)),
            "target": list(range(*bead.target)),
            "source_text": span_texts(source.blocks, bead.source),
            "target_text": span_texts(target.blocks, bead.target),
            "type": bead.type,
            "probability": round(bead.probability, 3),
            "score": round(bead.score, 6),
            "rule": bead.rule,
            "evidence": evidence(bead),
        }


def pair_records(alignment: PairAlignment, source: Document, target: Document) -> Iterator[Record]:
    """Yield the beads of a pair, then the findings about it (docs/schemas/bead.json, finding.json)."""
    from align.findings import find_in_pair
    from tm.kept_findings import finding_record, keep_finding

    yield from bead_records(alignment, source, target)
    for finding in find_in_pair(alignment, source, target):
        about_target = finding.place.language == alignment.target_language
        own, other = (target, source) if about_target else (source, target)
        yield finding_record(keep_finding(finding, own, other))


def evidence(bead: Bead) -> dict[str, float]:
    """Return the evidence terms of a bead by name; they sum to its score, up to the rounding of each."""
    terms: dict[str, float] = {}
    for term in bead.evidence:
        terms[term.name] = terms.get(term.name, 0.0) + term.value
    return {name: round(value, 6) for name, value in terms.items()}


def span_texts(blocks: Sequence[Block], span: Span) -> list[str]:
    """Return the texts of the blocks in a half-open range."""
    return [block.text for block in blocks[slice(*span)]]


def info_record(info: MemoryInfo) -> Record:
    """Return a memory as `hexapla info --json` gives it (docs/schemas/info.json)."""
    return {
        "folder": str(info.folder),
        "generation": info.generation,
        "format_version": info.format_version,
        "corpus_digest": info.corpus_digest,
        "sets": info.sets,
        "documents": info.documents,
        "symbols": list(info.symbols),
        "languages": dict(info.languages),
        "units": {"paragraph": info.paragraph_units, "sentence": info.sentence_units},
        "variants": info.variants,
        "encoder": {"name": info.encoder_name, "identity": dict(info.encoder)},
        "index": {"factory": info.index, "vectors": info.vectors, "zero_vectors": info.zero_vectors},
        "size_bytes": info.size_bytes,
        "unpublished_changes": {"added": info.unpublished_added, "deleted": info.unpublished_deleted},
    }


def build_records(result: BuildResult) -> Iterator[Record]:
    """Yield the records of `hexapla build --json` (docs/schemas/build.json), the total last."""
    for one in result.sets:
        yield {
            "record": "set",
            "name": one.name,
            "symbol": one.symbol,
            "pivot": one.pivot,
            "files": dict(one.files),
            "rows": one.rows,
            "units": one.units,
            "doubtful": one.doubtful,
            "coverage": dict(one.coverage),
            "state": one.state,
        }
    yield from (_finding("left out", finding) for finding in result.left_out)
    yield from (_finding("finding", finding) for finding in result.findings)
    for proposal in result.proposals:
        yield {
            "record": "proposal",
            "files": list(proposal.files),
            "languages": list(proposal.languages),
            "similarity": round(proposal.similarity, 3),
            "accepted": proposal.accepted,
        }
    yield {
        "record": "total",
        "memory": str(result.memory),
        "generation": result.generation,
        "exit_status": int(result.exit_status),
        "counts": dict(result.counts),
    }


def _finding(record: str, finding: Finding) -> Record:
    return {"record": record, "severity": finding.severity, "path": finding.path, "reason": finding.reason}
