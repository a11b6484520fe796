"""Which elements of a web page are no part of the document.

Menus, banners, selectors, scripts, hidden text, lists of links.

Whatever holds more than half of the page's text outside links is kept, whatever its class or id.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


NO_TEXT = _names(
    "script style template noscript iframe object embed svg canvas audio video map head datalist math"
)
_TAGS = {
    "nav": "navigation", "menu": "menu", "dialog": "dialog",
    "button": "form control", "select": "form control", "input": "form control", "textarea": "form control",
    "optgroup": "form control", "label": "form control", "legend": "form control",
}  # fmt: skip
_ROLES = {
    "navigation": "navigation",
    "banner": "site header",
    "contentinfo": "site footer",
    "search": "search",
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "toolbar",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "doc-toc": "contents",
    "doc-pagebreak": "page number",
}
_CLASSES = (
    (
        "navigation",
        r"\b(?:nav|navbar|navigation|breadcrumbs?|pagination|pager|skip link|skiplinks?)\b"
        r"|\bskip (?:to (?:main )?content|nav)\b|^skip$",
    ),
    ("menu", r"\b(?:menu|menus|submenu)\b"),
    (
        "language selector",
        r"\b(?:langs?|languages?|locales?) "
        r"(?:selector|switcher|switch|chooser|picker|menu|list|links?|bar|nav|dropdown|toggle)\b",
    ),
    ("site header", r"\b(?:site|page|global|top|main) header\b|\bmasthead\b"),
    ("site footer", r"\b(?:site|page|global|main|cc) footer\b|^footer\b|\bcolophon\b|\bcopyright notice\b"),
    ("cookie notice", r"\b(?:cookies?|consent|gdpr)\b"),
    (
        "share links",
        r"^(?:share|sharing|social)$|\b(?:share|sharing|social) "
        r"(?:this|share|sharing|buttons?|links?|bar|tools|icons?|media|menu|nav|networks?)\b",
    ),
    (
        "side matter",
        r"\b(?:sidebar|widgets?|newsletter|advert|advertisement|donation|donate)\b"
        r"|\brelated (?:links|content|posts|articles)\b",
    ),
    ("search", r"\bsearch (?:form|box|bar)\b"),
)
_CLASS_PATTERNS = tuple((reason, re.compile(pattern)) for reason, pattern in _CLASSES)
_HIDDEN_CLASS = re.compile(
    r"\b(?:sr only|screen reader text|visually hidden|visuallyhidden|hidden print|d none|noprint|no print)\b"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_ABOUT_ITSELF = re.compile(r"\b(?:has|no|with|without|not)\b")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROOTS = frozenset(("html", "body", "main", "article"))
_LINK_LISTS = _names("ul ol dl p div table td section aside center header footer")
_INLINE = _names("a abbr b bdi bdo cite code em font i q s small span strong sub sup u")
_MAX_ID_WORDS = 4


class TextShare(NamedTuple):
    """How much text an element holds.

    Characters, those inside links, the number of links, and whether it holds a heading.
    """

    chars: int
    link_chars: int
    links: int
    has_heading: bool

    @property
    def own_chars(self) -> int:
        """The characters outside links."""
        return self.chars - self.link_chars


def measure_text(root: _Element) -> dict[_Element, TextShare]:
    """Return the text share of every element under `root`, counted in one pass from the leaves up."""
    shares: dict[_Element, TextShare] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        if not isinstance(element.tag, str) or element.tag in NO_TEXT:
            continue
        chars, link_chars, links, heading = len((element.text or "").strip()), 0, 0, element.tag in _HEADINGS
        for child in element:
            chars += len((child.tail or "").strip())
            if share := shares.get(child):
                chars += share.chars
                link_chars += share.link_chars
                links += share.links
                heading = heading or share.has_heading
        if element.tag == "a" and element.get("href"):
            link_chars, links = chars, links + 1
        shares[element] = TextShare(chars, link_chars, links, heading)
    return shares


def furniture_reason(element: _Element, shares: Mapping[_Element, TextShare], page_chars: int) -> str | None:
    """Why `element` is no part of the document ("navigation", "link list", ...); None where it is.

    `page_chars` is the number of characters of the whole page outside links.
    """
    tag = element.tag
    if tag in NO_TEXT:
        return str(tag)
    share = shares.get(element)
    if tag in _ROOTS or share is None:
        return None
    if reason := _TAGS.get(str(tag)) or _ROLES.get((element.get("role") or "").lower()):
        return reason
    if share.own_chars * 2 > page_chars:
        return None
    return _hidden(element) or _by_name(element) or _by_position(element, share) or _link_list(element, share)


def visible_text(element: _Element, skipped: Collection[_Element] = ()) -> str:
    """Return the text under `element`, blocks apart by a space, without scripts and `skipped` elements."""
    texts: list[str] = []
    skipping: _Element | None = None
    for event, part in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start" and skipping is None:
            if part in skipped or part.tag in NO_TEXT:
                skipping = part
            else:
                texts.append(part.text or "")
        elif event == "end" and skipping is part:
            skipping = None
        if event != "start" and skipping is None and part is not element:
            texts.append(("" if part.tag in _INLINE else " ") + (part.tail or ""))
    return "".join(texts)


def _hidden(element: _Element) -> str | None:
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return "hidden"
    if element.get("aria-hidden") == "true" or _HIDDEN_CLASS.search(_words(element.get("class") or "")):
        return "hidden"
    return None


def _by_name(element: _Element) -> str | None:
    classes, own_id = element.get("class") or "", element.get("id") or ""
    if not classes and not own_id:
        return None
    if len(classes) + len(own_id) > _REMEMBERED_CHARS:
        return _reason_of_names(classes, own_id)
    return _reason_of_short_names(classes, own_id)


def _reason_of_names(classes: str, own_id: str) -> str | None:
    names = [_words(name) for name in classes.split()]
    own_id = _words(own_id)
    # A long id is made from a heading ("freedom-of-navigation-on-the-high-seas"): it names no function.
    if 0 < len(own_id.split()) <= _MAX_ID_WORDS:
        names.append(own_id)
    for name in names:
        if _NOT_ABOUT_ITSELF.search(name):
            continue
        for reason, pattern in _CLASS_PATTERNS:
            if pattern.search(name):
                return reason
    return None


def _words(name: str) -> str:
    """Return A class or id as lower-case words: "siteHeader_top" is "site header top"."""
    return _words_of_short(name) if len(name) <= _REMEMBERED_CHARS else _split_words(name)


def _split_words(name: str) -> str:
    return re.sub(r"[-_:\s]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().lower()


_REMEMBERED_CHARS = 100
_words_of_short = functools.lru_cache(maxsize=512)(_split_words)
# The elements of a page have few names, each of them many times.
_reason_of_short_names = functools.lru_cache(maxsize=512)(_reason_of_names)


def _by_position(element: _Element, share: TextShare) -> str | None:
    """Take a `footer` or `aside` of the page itself (not of an article) for furniture if it has links."""
    if element.tag not in ("footer", "aside") or not (share.links or _claims_rights(element)):
        return None
    inside = {ancestor.tag for ancestor in element.iterancestors()}
    return None if inside & {"article", "main", "blockquote"} else f"site {element.tag}"


def _claims_rights(element: _Element) -> bool:
    start = visible_text(element).strip()[:20].lower()
    return start.startswith(("©", "(c) ", "copyright"))


def _link_list(element: _Element, share: TextShare) -> str | None:
    if element.tag not in _LINK_LISTS or share.has_heading or not share.chars:
        return None
    part = share.link_chars / share.chars
    short = share.link_chars <= 60 * share.links
    if short and ((share.links >= 3 and part >= 0.85) or (share.links >= 5 and part >= 0.5)):
        return "link list"
    return None
