"""The runs of a DOCX paragraph as pieces of text, with what is hidden, deleted or computed left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from corpora.readers.docx_package import child, is_on, local, value
from corpora.readers.docx_styles import Styles
from corpora.readers.docx_tracked import reason_of_deletion
from corpora.readers.inline_text import Mark, Piece, mark_text, raised_piece
from corpora.readers.math_text import math_text
from corpora.readers.symbol_fonts import symbol_character

_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": ""}
_SKIPPED = frozenset(
    (
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delInstrText",
        "rt",
        "commentReference",
        "annotationRef",
    )
)
_TEXT_BOXES = frozenset(("drawing", "pict", "object"))
_MAX_RAISED_CHARS = 4


@dataclass(slots=True)
class RunText:
    """What came out of one paragraph.

    Pieces, text boxes that hang on it, and what was left out with the reason.
    """

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    raised: str = ""
    custom: Mark | None = None


@dataclass(slots=True)
class FieldState:
    """How deep the text stands inside field codes; a field may run over several paragraphs."""

    codes: list[bool] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """Whether the text belongs to the code of a field and not to its result."""
        return any(self.codes)

    def take(self, kind: str | None) -> None:
        """Follow one `w:fldChar`."""
        if kind == "begin":
            self.codes.append(True)
        elif self.codes and kind == "separate":
            self.codes[-1] = False
        elif self.codes and kind == "end":
            self.codes.pop()


def read_runs(paragraph: _Element, styles: Styles, fields: FieldState) -> RunText:
    """Read the text of a paragraph as it is printed, tracked insertions in and tracked deletions out."""
    text = RunText()
    walker = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            continue
        name = local(element)
        if element is not paragraph and _skips(element, name, text, styles):
            walker.skip_subtree()
        elif name == "fldChar":
            fields.take(value(element, "fldCharType"))
        elif not fields.in_code:
            _take(element, name, text)
    _end_raised(text)
    if text.custom is not None:
        text.pieces.append(text.custom)
    return text


def is_all_bold(paragraph: _Element) -> bool:
    """Whether every run with text is set bold by hand, for complex scripts too."""
    runs = [
        run
        for run in paragraph.iter(etree.Element)
        if local(run) == "r" and any(local(part) == "t" and (part.text or "").strip() for part in run)
    ]
    return bool(runs) and all(
        is_on(child(run, "rPr", "b")) or is_on(child(run, "rPr", "bCs")) for run in runs
    )


def _skips(element: _Element, name: str, text: RunText, styles: Styles) -> bool:
    if name in _SKIPPED:
        return True
    if name in ("del", "moveFrom"):
        text.removed.append((text_of(element), reason_of_deletion(element)))
        return True
    if name in ("oMath", "oMathPara"):
        # Without signs, "1/2" would be read as "12".
        _end_raised(text)
        text.pieces.append(math_text(element))
        return True
    if name == "AlternateContent":
        text.boxes += _boxes(_choice(element))
        return True
    if name in _TEXT_BOXES:
        text.boxes += _boxes(element)
        return True
    if name == "r" and styles.is_hidden(child(element, "rPr")):
        text.removed.append((text_of(element), "hidden text"))
        return True
    return False


def _choice(element: _Element) -> _Element:
    """Return the first alternative; the fallback repeats it for old programs."""
    choice = child(element, "Choice")
    return choice if choice is not None else element


def _boxes(element: _Element) -> Iterator[_Element]:
    walker = etree.iterwalk(element, events=("start",))
    for _, inner in walker:
        if local(inner) == "txbxContent":
            yield inner
            walker.skip_subtree()
        elif local(inner) == "Fallback":
            walker.skip_subtree()


def text_of(element: _Element) -> str:
    """Return all text below an element, deleted text too."""
    return "".join(part.text or "" for part in element.iter(etree.Element) if local(part) in ("t", "delText"))


def _take(element: _Element, name: str, text: RunText) -> None:
    if name == "t":
        if text.custom is not None and (chosen := mark_text(element.text or "")):
            # The mark that its author chose stands behind the reference.
            text.pieces.append(Mark(chosen, text.custom.target))
            text.custom = None
            return
        if _is_raised(element) and len(text.raised) <= _MAX_RAISED_CHARS:
            text.raised += element.text or ""
            return
        _end_raised(text)
        text.pieces.append(element.text or "")
    elif name in _SIGNS:
        text.pieces.append(_SIGNS[name])
    elif name in ("footnoteReference", "endnoteReference"):
        _end_raised(text)
        mark = Mark("", f"{name.removesuffix('Reference')}:{value(element, 'id')}")
        if (value(element, "customMarkFollows") or "0") not in ("0", "false", "off"):
            text.custom = mark
        else:
            text.pieces.append(mark)
    elif name == "sym" and (code := value(element, "char")):
        _take_symbol(value(element, "font") or "", code, text)


def _take_symbol(font: str, code: str, text: RunText) -> None:
    """A character of a symbol font; what has no counterpart in Unicode here is written down as left out."""
    shown = symbol_character(font, code)
    if shown:
        text.pieces.append(shown)
    else:
        text.removed.append((f"{font} {code}".strip(), "character of a symbol font"))


def _is_raised(text: _Element) -> bool:
    run = text.getparent()
    properties = child(run, "rPr") if run is not None else None
    return value(child(properties, "vertAlign")) == "superscript" and not is_on(
        child(properties, "webHidden")
    )


def _end_raised(text: RunText) -> None:
    if text.raised:
        before = next(
            (piece for piece in reversed(text.pieces) if isinstance(piece, str) and piece.strip()), ""
        )
        text.pieces.append(raised_piece(before, text.raised))
        text.raised = ""
