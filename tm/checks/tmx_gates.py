"""A TMX file as validators and importers see it, in constant memory: its units, and what breaks a rule.

Made for files that others refuse: what is wrong is told with its line, and reading goes on as long as the
file is XML. Entities are not expanded, nothing is fetched.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from lxml import etree

from tm.checks.checked_units import CheckedUnit, CheckedVariant, CheckFinding, Observation, finding_of
from tm.checks.profiles import PROFILES, profile_of_code, profile_of_file, profile_of_unit
from tm.checks.tmx_meaning import (
    ALL_LANGUAGES,
    bad_dates,
    codes_of_segment,
    codes_of_unit,
    day_of,
    language_of,
    languages_of_unit,
)
from tm.checks.tmx_structure import local_name, structure_of
from tm.errors import TmxError
from tm.tmx_reading import bcp47

_SAFE: Final[dict[str, bool]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
_PROLOG_BYTES = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})
_VERSION = "1.4"
_ID_BYTES = 8
_DEEPEST = 200

Report = Callable[[CheckFinding], None]


@dataclass
class _FileState:
    """What is known of the file so far. Ids are kept as hashes: 8 bytes each."""

    profile: str | None
    report: Report
    source: str | None = None
    ids: set[bytes] = field(default_factory=set)
    codes: dict[str, None] = field(default_factory=dict)


def read_gated(path: Path, report: Report, profile: str | None = None) -> Iterator[CheckedUnit]:
    """Yield the units of a TMX file in order, and give `report` each finding about the file as such.

    `profile` is one of `PROFILES`. A file that stops being XML, or declares entities, gives a finding and
    ends there. Raises `TmxError` for a file that is no TMX, `OSError` where it cannot be opened.
    """
    state = _FileState(profile, report)
    with path.open("rb") as raw:
        file = _unpacked(path, raw)
        try:
            if _declares_entities(file):
                _tell(state, "tmx.entities", "The file declares entities; nothing was read.", 1)
                return
            yield from _units(path, file, state)
        except etree.XMLSyntaxError as error:
            _tell(state, "tmx.not-well-formed", f"{error.msg}.", error.lineno)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise TmxError(path, f"the compressed file is damaged ({error}). Pack it again.") from error
    if profile is not None:
        for seen in profile_of_file(profile, path.stat().st_size, list(state.codes)):
            report(finding_of(seen))


def _unpacked(path: Path, raw: BinaryIO) -> BinaryIO:
    head = raw.read(4)
    raw.seek(0)
    if head.startswith(_GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw))
    if head == _ZIP:
        raise TmxError(path, "this is a ZIP archive. Unpack it and check the TMX file inside.")
    return raw


def _declares_entities(file: BinaryIO) -> bool:
    """Whether the beginning declares entities; told before any parser sees them."""
    head = file.read(_PROLOG_BYTES)
    file.seek(0)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:4]
    return b"<!ENTITY" in (head.replace(b"\0", b"") if wide else head)


def _units(path: Path, file: BinaryIO, state: _FileState) -> Iterator[CheckedUnit]:
    """Walk through the file; `tu` elements are freed as soon as they are read."""
    root: etree._Element | None = None
    body_seen = False
    for event, element in etree.iterparse(file, events=("start", "end"), **_SAFE):
        parent = element.getparent()
        name, above = local_name(element), "" if parent is None else local_name(parent)
        if event == "start" and root is None:
            root = element
            if not _opens(path, element, state):
                return
        elif event == "start":
            body_seen = body_seen or (name == "body" and above == "tmx")
        elif name == "header" and above == "tmx":
            _header(element, state, late=body_seen)
        elif name == "tu" and above == "body":
            yield from _unit(path, element, state)
            _forget(element, state)
    if root is not None:
        _closing(root, state)


def _opens(path: Path, root: etree._Element, state: _FileState) -> bool:
    if local_name(root) != "tmx":
        raise TmxError(path, f"this is no TMX file: its root element is <{local_name(root)}>.", line=1)
    # Any: the stubs of lxml do not know what a DTD holds.
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        _tell(state, "tmx.entities", "The file declares entities; nothing was read.", 1)
        return False
    version = root.get("version")
    if version is not None and version != _VERSION:
        _tell(state, "tmx.version", f"The version is {version}; validators ask for {_VERSION}.", _line(root))
    if str(root.tag).startswith("{"):
        _tell(state, "tmx.namespace", "The root has a namespace; TMX 1.4 has none.", _line(root))
    return True


def _closing(root: etree._Element, state: _FileState) -> None:
    """Check the root and the body when all children are known; units have been checked and taken away."""
    for seen in structure_of(root, deep=False):
        state.report(finding_of(seen, line=_line(root)))
    for body in root.iterchildren("{*}body"):
        _told(state, structure_of(body, deep=False), body)


def _header(element: etree._Element, state: _FileState, *, late: bool) -> None:
    _told(state, structure_of(element), element)
    _told(state, bad_dates(element), element)
    if late:
        _tell(state, "tmx.element-order", "<header> comes after <body>.", _line(element))
    state.source = (element.get("srclang") or "").strip() or None
    if state.source == ALL_LANGUAGES:
        _tell(state, "tmx.source-language-all", 'srclang="*all*": no language is the source.', _line(element))
        if state.profile is not None and PROFILES[state.profile].source_all_refused:
            message = f'{state.profile} cannot read srclang="*all*".'
            _tell(state, "profile.language-code", message, _line(element))


def _unit(path: Path, element: etree._Element, state: _FileState) -> Iterator[CheckedUnit]:
    identifier = (element.get("tuid") or "").strip()
    source = (element.get("srclang") or "").strip() or state.source
    variants = list(element.iterchildren("{*}tuv"))
    codes = [language_of(variant) for variant in variants]
    segments = [
        (bcp47(code) if code else "", segment)
        for code, variant in zip(codes, variants, strict=True)
        if (segment := next(variant.iterchildren("{*}seg"), None)) is not None
    ]
    texts = [(code, text_of(path, segment)) for code, segment in segments]
    shown = dict(reversed(texts))
    line = _line(element)
    for seen in (
        *_identifier(identifier, state),
        *structure_of(element),
        *bad_dates(element),
        *(one for variant in variants for one in bad_dates(variant)),
        *languages_of_unit(codes, source, underscores=state.profile == "weblate"),
        *(one for code, segment in segments for one in codes_of_segment(segment, code)),
        *codes_of_unit(segments),
        *_profile(texts, codes, state),
    ):
        state.report(finding_of(seen, unit=identifier, line=line, texts=shown))
    coded = {code for code, segment in segments if any(local_name(one) in _CODES for one in segment.iter())}
    yield _checked(element, identifier, source, texts, coded)


def _checked(
    element: etree._Element,
    identifier: str,
    source: str | None,
    texts: list[tuple[str, str]],
    coded: set[str],
) -> CheckedUnit:
    props = _props(element)
    probabilities = {
        bcp47(language_of(variant)): _number(_props(variant).get("x-align-probability"))
        for variant in element.iterchildren("{*}tuv")
        if language_of(variant)
    }
    blocks = _blocks(props.get("x-align-type", ""), len(texts))
    unit = _number(props.get("x-align-probability"))
    variants: dict[str, CheckedVariant] = {}
    for place, (code, text) in enumerate(texts):
        if code and code not in variants:
            own = probabilities.get(code)
            variants[code] = CheckedVariant(code, text, own, blocks[place], code in coded)
    return CheckedUnit(
        identifier=identifier,
        variants=tuple(variants.values()),
        line=_line(element),
        source_language=bcp47(source) if source and source != ALL_LANGUAGES else None,
        group=props.get("x-document", ""),
        via=props.get("x-align-via", ""),
        probability=unit,
        date=day_of(props.get("x-date", "") or element.get("creationdate", "")),
    )


def _identifier(identifier: str, state: _FileState) -> Iterator[Observation]:
    if not identifier:
        return
    digest = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).digest()
    if digest in state.ids:
        yield Observation("tmx.duplicate-id", (), f"An earlier unit has the id {identifier}.")
    state.ids.add(digest)


def _profile(texts: list[tuple[str, str]], codes: list[str], state: _FileState) -> Iterator[Observation]:
    fresh = [code for code in codes if code and code not in state.codes]
    state.codes.update(dict.fromkeys(fresh))
    if state.profile is not None:
        yield from profile_of_unit(state.profile, texts)
        for code in fresh:
            yield from profile_of_code(state.profile, code)


def text_of(path: Path, segment: etree._Element, depth: int = 0) -> str:
    """The text of a segment without native codes; raises `TmxError` for a reference to an entity."""
    parts = [segment.text or ""]
    for child in segment:
        if child.tag is etree.Entity:
            raise TmxError(path, f"it refers to the entity {child.text}.", line=_line(child))
        if isinstance(child.tag, str) and local_name(child) not in _CODES and depth < _DEEPEST:
            parts.append(text_of(path, child, depth + 1))
        parts.append(child.tail or "")
    return "".join(parts)


def _props(element: etree._Element) -> dict[str, str]:
    return {
        child.get("type", ""): "".join(str(part) for part in child.itertext()).strip()
        for child in element.iterchildren("{*}prop")
    }


def _number(text: str | None) -> float | None:
    """A probability as a prop gives it; None for anything that is none."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _blocks(text: str, count: int) -> list[int]:
    """Paragraphs on each side, of "2:1"; 0 where they are not told."""
    parts = text.split(":")
    whole = len(parts) == count and all(part.isascii() and part.isdigit() for part in parts)
    return [int(part) for part in parts] if whole else [0] * count


def _tell(state: _FileState, check: str, message: str, line: int | None) -> None:
    state.report(finding_of(Observation(check, (), message, message), line=line))


def _told(state: _FileState, seen: Iterator[Observation], element: etree._Element) -> None:
    for one in seen:
        state.report(finding_of(one, line=_line(element)))


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _forget(element: etree._Element, state: _FileState) -> None:
    """Free a finished unit and all before it, so that memory stays constant; tell what was no unit."""
    # The parser may have read on: what follows the unit is looked at when the next one is finished.
    # Any: the stubs of lxml do not know the argument.
    cast("Any", element).clear(keep_tail=True)
    previous = element.getprevious()
    parent = element.getparent()
    while previous is not None and parent is not None:
        name, tail = local_name(previous), (previous.tail or "").strip()
        if name not in ("tu", ""):
            _tell(state, "tmx.unknown-element", f"<{name}> in <body>, which holds units.", _line(previous))
        if tail:
            _tell(state, "tmx.stray-text", f"Text in <body>: “{tail[:60]}”.", _line(previous))
        parent.remove(previous)
        previous = element.getprevious()
