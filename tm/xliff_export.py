"""XLIFF 2.1 out, for a pair: a file element a document, a unit a unit, scores as translation candidates.

XLIFF Version 2.1, OASIS Standard, 13 February 2018: core, and module Translation Candidates (5.1).
The rules that our files follow are in docs/office-formats.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import BinaryIO

from corpora.languages import is_right_to_left
from tm.detailed_units import ACCEPTED, EDITED, DetailedUnit, detailed_units
from tm.errors import ExportError
from tm.selection import Choice, ExportReport, Tally, UnitSource, Variant, check_choice, opened_output
from tm.tmx_profiles import bcp47_code
from tm.unit_columns import align_type

CORE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_STATES = {ACCEPTED: "final", EDITED: "final"}
# In texts and in attribute values alike.
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_TO_ESCAPE = re.compile('[&<>"\r]')


def write_xliff(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write the pair as XLIFF 2.1 in constant memory.

    A segment that a reviewer accepted or edited is in state "final", every other in state "translated". The
    probability of a unit times 100 is the `matchQuality` of its candidate. Raises `ExportError`, also without
    a pair: an XLIFF document has one source and one target language.
    """
    if pair is None:
        raise ExportError("XLIFF holds one pair of languages. Name source and target: --pair fr:en.")
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    tally = Tally()
    units = detailed_units(memory, choice, tally)
    first = next(units, None)
    if first is None:
        raise ExportError(_nothing(pair, tally))
    with opened_output(out) as file:
        file.write(_opening(pair).encode())
        for _, of_set in groupby(chain([first], units), key=lambda detailed: detailed.unit.set_name):
            for text in _file(of_set, tally, pair):
                file.write(text.encode())
        file.write(b"</xliff>\n")
    return tally.report(pair[0])


def _nothing(pair: tuple[str, str], tally: Tally) -> str:
    reasons = "; ".join(f"{reason}: {number}" for reason, number in sorted(tally.left_out.items()))
    return (
        f"No unit is left for {pair[0]}:{pair[1]}, and an XLIFF document needs one. "
        f"Left out: {reasons or 'none'}. Try another pair or a lower --min-probability."
    )


def _opening(pair: tuple[str, str]) -> str:
    source, target = (_escaped(bcp47_code(code)) for code in pair)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{CORE}" xmlns:mtc="{MATCHES}" version="2.1" srcLang="{source}" trgLang="{target}" '
        'xml:space="preserve">\n'
    )


def _file(of_set: Iterator[DetailedUnit], tally: Tally, pair: tuple[str, str]) -> Iterator[str]:
    """Yield the file element of a document set, in pieces."""
    first = next(of_set)
    original = _escaped(first.unit.variants[0].document)
    source, target = ("rtl" if is_right_to_left(code) else "ltr" for code in pair)
    yield (
        f'<file id="{_name_token("f", first.unit.set_name)}" original="{original}" srcDir="{source}" '
        f'trgDir="{target}">\n'
    )
    tally.count(first.unit)
    yield _unit(first)
    for detailed in of_set:
        tally.count(detailed.unit)
        yield _unit(detailed)
    yield "</file>\n"


def _unit(detailed: DetailedUnit) -> str:
    unit = detailed.unit
    source, target = unit.variants
    texts = f"<source>{_escaped(source.text)}</source><target>{_escaped(target.text)}</target>"
    state = _STATES.get(target.reviewed or "", "translated")
    quality = f"{100 * unit.probability:.1f}"
    return (
        f'<unit id="{_name_token("u", unit.unit_id)}" name="{_escaped(unit.unit_id)}">\n'
        f'<mtc:matches><mtc:match id="m1" ref="#s1" type="tm" origin="hexapla" similarity="100.0" '
        f'matchQuality="{quality}">{texts}</mtc:match></mtc:matches>\n'
        f"<notes>{''.join(_notes(detailed, source, target))}</notes>\n"
        f'<segment id="s1" state="{state}">{texts}</segment>\n'
        "</unit>\n"
    )


def _notes(detailed: DetailedUnit, source: Variant, target: Variant) -> Iterator[str]:
    unit = detailed.unit
    yield _note("document", unit.symbol or unit.set_name)
    for side, variant in (("source", source), ("target", target)):
        page = "" if variant.page is None else f", page {variant.page}"
        yield _note("provenance", f"{variant.document}{page}", applies_to=side)
    facts = {
        "path": source.path,
        "date": source.date or target.date or "",
        "probability": f"{unit.probability:.3f}",
        "align-type": align_type(detailed),
        "align-via": unit.via,
        "flags": detailed.flags,
        "reviewed": target.reviewed or "",
    }
    yield from (_note(name, fact) for name, fact in facts.items() if fact)


def _note(category: str, text: str, *, applies_to: str = "") -> str:
    side = f' appliesTo="{applies_to}"' if applies_to else ""
    return f'<note category="{category}"{side}>{_escaped(text)}</note>'


def _name_token(letter: str, name: str) -> str:
    """Return an id of the characters that NMTOKEN allows; ids of units hold others ("/")."""
    return letter + hashlib.blake2b(name.encode("utf-8"), digest_size=12).hexdigest()


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _SPECIAL[found.group()], text)
