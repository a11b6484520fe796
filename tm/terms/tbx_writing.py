"""TBX out: TBX-Basic of ISO 30042:2019 (version 3, data categories as attributes), and of 2008 (`martif`).

Version 2 is for OmegaT and Weblate, which read only that. Both keep the same: of each term its status, one
context with its source, and a note with the evidence. The pivot language stands first in each entry, since
readers of two languages take the first two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from tm.clean_text import clean_text
from tm.errors import ExportError
from tm.reproducible_time import prescribed_moment
from tm.selection import opened_output
from tm.terms.concepts import TermContext
from tm.terms.exported_concepts import (
    NCNAME,
    ExportedConcept,
    ExportedTerm,
    TermStatus,
    language_code,
    term_name,
)

NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"
_WORKING_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class TbxOptions:
    """`version` is 3 or 2. `title` and `origin`, a line each, say what the terms were made of."""

    version: int = 3
    title: str = "Terms"
    origin: tuple[str, ...] = ("Made by hexapla.",)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the two versions name otherwise."""

    root: str
    header: str
    entry: str
    section: str
    group: str
    attributes: tuple[tuple[str, str], ...] = field(default=())


_VERSIONS: Final = {
    3: _Names(
        "tbx", "tbxHeader", "conceptEntry", "langSec", "termSec",
        (("style", "dca"), ("type", "TBX-Basic"), ("xml:lang", _WORKING_LANGUAGE), ("xmlns", NAMESPACE)),
    ),
    2: _Names(
        "martif", "martifHeader", "termEntry", "langSet", "tig",
        (("type", "TBX-Basic"), ("xml:lang", _WORKING_LANGUAGE)),
    ),
}  # fmt: skip


def write_tbx(
    concepts: Sequence[ExportedConcept], out: Path | BinaryIO, options: TbxOptions | None = None
) -> None:
    """Write a termbase: UTF-8, LF, no indentation inside texts; the same concepts give the same bytes.

    The date of an entry is that of its review; without one SOURCE_DATE_EPOCH, without that there is none.
    Raises `ExportError` where there is no concept, an id is no NCName or stands twice.
    """
    chosen = options or TbxOptions()
    if chosen.version not in _VERSIONS:
        raise ExportError(f"there is no version {chosen.version} of TBX here. Known are 3 and 2.")
    _check(concepts)
    names = _VERSIONS[chosen.version]
    moment = prescribed_moment()
    date = moment.strftime("%Y-%m-%d") if moment else ""
    with opened_output(out) as file:
        for text in (*_opening(names, chosen), *(_entry(one, names, date) for one in concepts)):
            file.write(text.encode("utf-8"))
        file.write(f"</body>\n</text>\n</{names.root}>\n".encode())


def _check(concepts: Sequence[ExportedConcept]) -> None:
    if not concepts:
        raise ExportError(
            "there is no concept to write, and a termbase without one is none. Try: a lower --min-frequency "
            "or --min-probability."
        )
    seen: set[str] = set()
    for one in concepts:
        if not NCNAME.fullmatch(one.concept_id):
            raise ExportError(f'"{one.concept_id}" is no name that XML takes as an id.')
        if one.concept_id in seen:
            raise ExportError(f'two concepts have the id "{one.concept_id}".')
        seen.add(one.concept_id)


def _opening(names: _Names, options: TbxOptions) -> Iterator[str]:
    attributes = "".join(f" {name}={_attribute(value)}" for name, value in names.attributes)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{names.root}{attributes}>\n<{names.header}>\n'
    lines = "".join(f"<p>{_text(line)}</p>" for line in options.origin)
    yield f"<fileDesc>\n<titleStmt><title>{_text(options.title)}</title></titleStmt>\n"
    yield f"<sourceDesc>{lines}</sourceDesc>\n</fileDesc>\n"
    if options.version == 2:
        yield '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>\n'
    yield f"</{names.header}>\n<text>\n<body>\n"


def _entry(concept: ExportedConcept, names: _Names, date: str) -> str:
    parts = [f"<{names.entry} id={_attribute(concept.concept_id)}>\n"]
    parts.append(_filled("descrip", "subjectField", concept.subject, "\n"))
    parts += [_filled("descrip", "definition", one, "\n") for one in concept.definitions]
    parts.append(_transaction(concept, date))
    parts.append(f"<note>{_text(_concept_note(concept))}</note>\n")
    for language in concept.languages:
        parts.append(f"<{names.section} xml:lang={_attribute(language_code(language))}>\n")
        parts += [_term(concept.concept_id, term, names) for term in concept.terms_in(language)]
        parts.append(f"</{names.section}>\n")
    return "".join([*parts, f"</{names.entry}>\n"])


def _transaction(concept: ExportedConcept, date: str) -> str:
    """Who made or decided this, and when."""
    kind, who = ("modification", concept.reviewer) if concept.moment else ("origination", "hexapla")
    when = concept.moment[:10] or date
    responsible = _filled("transacNote", "responsibility", who)
    dated = f"<date>{_text(when)}</date>" if when else ""
    return f'<transacGrp><transac type="transactionType">{kind}</transac>{responsible}{dated}</transacGrp>\n'


def _concept_note(concept: ExportedConcept) -> str:
    said = f"{concept.status}; probability {concept.probability:.3f}"
    return f"{said}; {concept.comment}" if concept.comment else said


def _term(concept_id: str, term: ExportedTerm, names: _Names) -> str:
    notes = f'<termNote type="administrativeStatus">{term.status}</termNote>'
    if term.kind == "acronym":
        notes += '<termNote type="termType">acronym</termNote>'
    context = _context(term.contexts[0]) if term.contexts else ""
    note = f"<note>{_text(evidence_note(term))}</note>"
    name = _attribute(term_name(concept_id, term))
    inner = f"<term>{_text(term.text)}</term>{notes}{context}{note}"
    return f"<{names.group} id={name}>{inner}</{names.group}>\n"


def evidence_note(term: ExportedTerm) -> str:
    """Return the evidence for a term in words: probability, counts, the full form of an acronym."""
    said = [] if term.probability is None else [f"probability {term.probability:.3f}"]
    if term.count is not None:
        said.append(f"together in {term.count} units")
    said.append(f"{term.frequency} occurrences")
    if term.expansion:
        said.append(f"full form: {term.expansion}")
    if term.status not in (TermStatus.ADMITTED, TermStatus.PREFERRED):
        said.append("not to be used")
    return "; ".join(said)


def _context(context: TermContext) -> str:
    text = clean_text(context.text)[0]
    if not text:
        return ""
    source = f'<admin type="source">{_text(context_source(context))}</admin>'
    return f'<descripGrp><descrip type="context">{_text(text)}</descrip>{source}</descripGrp>'


def context_source(context: TermContext) -> str:
    """Return where a context stands: symbol or file, label path, page, then the unit's address."""
    place = [context.symbol or context.document, context.path, f"p. {context.page}" if context.page else ""]
    return clean_text(f"{', '.join(part for part in place if part)} ({context.unit_id})")[0]


def _filled(name: str, kind: str, text: str, end: str = "") -> str:
    """An element of a data category; nothing where its text is empty."""
    clean = _text(text)
    return f'<{name} type="{kind}">{clean}</{name}>{end}' if clean else ""


def _text(text: str) -> str:
    return escape(clean_text(text)[0])


def _attribute(text: str) -> str:
    return quoteattr(clean_text(text)[0])
