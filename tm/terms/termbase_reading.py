"""A termbase of any tool: TBX of both versions, or a table (CSV, TSV, XLSX) with a column a language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tm.tbx_reading import TermEntry, TermForm, read_tbx
from tm.terms.exported_concepts import ExportedConcept
from tm.terms.termbase_tables import table_entries

# What begins the values of /administrativeStatus/ and of the words of tools for "do not use".
_NOT_WANTED: Final = (
    "deprecated", "superseded", "forbid", "obsolete", "notrecommended", "rejected", "donotuse", "nottouse",
)  # fmt: skip


def read_termbase(path: Path) -> list[TermEntry]:
    """Return the entries of a termbase, in order; entries without a term are left out.

    Of tables see `tm.terms.termbase_tables`. Raises `TbxError` for what is neither, `ReviewError` for a
    damaged table, `OSError` where the file cannot be opened.
    """
    entries = read_tbx(path) if _looks_like_xml(path) else table_entries(path)
    return [entry for entry in entries if entry.terms]


def is_approved(form: TermForm) -> bool:
    """Whether a term may be used: one whose status nobody gave may."""
    return not re.sub(r"[-_\s]", "", form.status.casefold()).startswith(_NOT_WANTED)


def is_preferred(form: TermForm) -> bool:
    """Whether a term is the one to use."""
    return form.status.casefold().startswith("preferred")


def entries_of(concepts: Sequence[ExportedConcept]) -> list[TermEntry]:
    """Return concepts as the entries of a termbase; lines count them from 1."""
    return [
        TermEntry(
            concept.concept_id,
            number,
            tuple(TermForm(term.language, term.text, str(term.status)) for term in concept.terms),
            concept.subject,
            concept.definitions,
        )
        for number, concept in enumerate(concepts, start=1)
    ]


def _looks_like_xml(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(64)
    # UTF-16 has a zero byte beside each sign of ASCII.
    return start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").startswith(b"<")
