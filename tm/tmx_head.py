"""The beginning of a TMX file, up to its body: what it declares, and what holds for its units.

What only the beginning says (namespaces, defaults of attributes, the source language) is kept and put around
each unit that a parser sees.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from tm.errors import TmxError
from tm.tmx_units import source_language

# A comment that is not closed goes on to the end: looking for the ends of many such would take long.
_COMMENTS: Final = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ASIDE: Final = r"<!--(?>.*?-->)|<\?(?>.*?\?>)"
_QUOTED: Final = r""""[^"]*+"|'[^']*+'"""
_BEFORE_ROOT: Final = re.compile(
    rf"""\ufeff?(?:\s++|{_ASIDE})*+(?:<!DOCTYPE\s++(?P<name>[^\s\[>"']++)(?:[^\[>"']++|{_QUOTED})*+"""
    rf"""(?:\[(?P<declarations>(?:[^\]"'<]++|{_QUOTED}|{_ASIDE}|<(?!!--|\?))*+)\]\s*+)?>(?:\s++|{_ASIDE})*+)?+""",
    re.IGNORECASE | re.DOTALL,
)
_ROOT: Final = re.compile(r"""<(?P<name>[\w:][\w.:-]*)(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>""")
_BODY: Final = re.compile(r"<(?P<name>(?:[\w.-]+:)?body)(?=[\s/>])[^<]*>")
_ENCODING: Final = re.compile(r"""(?<=\sencoding)(\s*=\s*)(["'])[A-Za-z][A-Za-z0-9._-]*\2""")
_DECLARATION: Final = re.compile(r"<\?xml\s[^<>]*\?>")


class Wrong(NamedTuple):
    """What a parser refuses: its words, and the line within the text from 1."""

    reason: str
    line: int


class TmxHead(NamedTuple):
    """What the beginning of a file says.

    `around` opens and closes the root and the body. `source` is the source language, None for none and for
    "*all*". `has_defaults`: attributes that are not written have values. `has_body` is false where the file
    has none; `is_empty`: the body is one tag. `broken` says why the beginning is not well-formed, None if it
    is.
    """

    around: tuple[str, str]
    source: str | None
    has_defaults: bool
    has_body: bool
    is_empty: bool
    broken: Wrong | None

    def wrong_aside(self, text: str) -> Wrong | None:
        """Return what is wrong with text between units, None if it is well-formed."""
        opening, closing = self.around
        return _within(_wrong(f"{opening}{text}{closing}"), opening)

    def wrong_rest(self, text: str) -> Wrong | None:
        """Return what is wrong with what follows the body; also where elements do."""
        opening, closing = self.around
        if self.is_empty:
            opening += closing[: closing.index(">") + 1]
        wrong = _within(_wrong(f"{opening}{text}"), opening)
        # The start tags are those of `opening`.
        if wrong is None and re.search(r"<[^!?/]", _COMMENTS.sub("", text)):
            return Wrong("elements follow the body", 1)
        return wrong


def read_head(path: Path, prolog: str) -> TmxHead:
    """Read the text of a file up to `<body>`. Raises `TmxError` for what is no TMX, or declares entities."""
    before = _BEFORE_ROOT.match(prolog)
    root = None if before is None else _ROOT.match(prolog, before.end())
    if before is None or root is None:
        raise TmxError(path, "this is not well-formed XML (no element begins it).", line=1)
    declarations = before["declarations"] or ""
    if "<!ENTITY" in _COMMENTS.sub("", declarations):
        raise _declares_entities(path)
    local = root["name"].rpartition(":")[2]
    if local != "tmx":
        raise TmxError(path, f"this is no TMX file: its root element is <{local}>.", line=1)
    body = _BODY.fullmatch(prolog, prolog.rfind("<"))
    is_empty = body is not None and body[0].endswith("/>")
    ends = "" if body is None else f"</{root['name']}>" if is_empty else f"</{body['name']}></{root['name']}>"
    has_defaults = "<!ATTLIST" in declarations
    broken, source = _parsed(path, f"{prolog}{ends}")
    return TmxHead(
        _around(before["name"], declarations if has_defaults else "", root, body),
        source,
        has_defaults,
        body is not None,
        is_empty,
        broken,
    )


def _declares_entities(path: Path) -> TmxError:
    return TmxError(path, "it declares entities, which may hide text or exhaust the memory. Remove them.")


def _around(
    name: str | None, declarations: str, root: re.Match[str], body: re.Match[str] | None
) -> tuple[str, str]:
    """Return what to put before and after a unit, so that a parser sees it as in its file."""
    opening = f"<!DOCTYPE {name} [{declarations}]>" if declarations else ""
    body_name = body["name"] if body else "body"
    body_tag = body[0].removesuffix("/>").removesuffix(">") + ">" if body else "<body>"
    return f"{opening}{root[0]}{body_tag}", f"</{body_name}></{root['name']}>"


def _parsed(path: Path, text: str) -> tuple[Wrong | None, str | None]:
    """Return what is wrong with a beginning, and the source language as far as it can be read."""
    declared = _DECLARATION.match(text)
    if declared is not None:
        # The text is decoded already.
        text = _ENCODING.sub(r'\1"UTF-8"', declared[0]) + text[declared.end() :]
    data = text.encode("utf-8", "surrogatepass")
    wrong: Wrong | None = None
    root: etree._Element | None = None
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        wrong = _of(error)
        # A parser that mends what it reads must not see what declares entities, however it is hidden.
        mended = text.encode("utf-8", "replace")
        root = None if "<!ENTITY" in text else etree.fromstring(mended, _parser(recover=True))
    if root is None:
        return wrong, None
    declarations: Any = root.getroottree().docinfo.internalDTD
    if declarations is not None and declarations.entities():
        raise _declares_entities(path)
    return wrong, _source_of(root)


def _source_of(root: etree._Element) -> str | None:
    header = next(root.iterchildren("{*}header"), None)
    try:
        return None if header is None else source_language(header.get("srclang"))
    except UnicodeDecodeError:
        # A parser that mends lets references to lone surrogates through.
        return None


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)


def _wrong(text: str) -> Wrong | None:
    try:
        etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser())
    except etree.XMLSyntaxError as error:
        return _of(error)
    return None


def _of(error: etree.XMLSyntaxError) -> Wrong:
    return Wrong(words_of(error), error.lineno or 1)


def words_of(error: etree.XMLSyntaxError) -> str:
    """Return what a parser says, without the place, which is that of what it was given."""
    return re.sub(r", line \d+, column \d+.*$", "", error.msg or "not well-formed", flags=re.DOTALL)


def _within(wrong: Wrong | None, opening: str) -> Wrong | None:
    return None if wrong is None else Wrong(wrong.reason, max(1, wrong.line - opening.count("\n")))
