"""List styles that a page's own style sheet gives: written on the lists, where they are then read.

Simple selectors count (`ol`, `.roman`, `ol.roman`, `#list`, `ol ol`, `.act > ol`); the more special rule
wins, then the later one (CSS Selectors 4, 17). Sheets in other files are not loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@]{1,2000})\{([^{}]{0,4000})\}")
_DECLARATION = re.compile(r"list-style(?:-type)?\s*:\s*([^;!}]{1,200})", re.IGNORECASE)
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)")
_MOST_SHEET_CHARS = 500_000
_MOST_RULES = 500


@dataclass(frozen=True, slots=True)
class _Compound:
    """One part of a selector: a tag ("" for any), classes and an id."""

    tag: str
    classes: tuple[str, ...]
    names: tuple[str, ...]

    def matches(self, element: _Element) -> bool:
        """Whether an element is what this part asks for."""
        classes = (element.get("class") or "").split()
        return (
            (not self.tag or element.tag == self.tag)
            and all(name in classes for name in self.classes)
            and all(element.get("id") == name for name in self.names)
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    parts: tuple[_Compound, ...]
    value: str

    @property
    def specificity(self) -> tuple[int, int, int]:
        return (
            sum(len(part.names) for part in self.parts),
            sum(len(part.classes) for part in self.parts),
            sum(bool(part.tag) for part in self.parts),
        )


def apply_list_styles(root: _Element) -> None:
    """Write the list style of the page's sheets into the `style` of lists and items that have none there."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))[:_MOST_SHEET_CHARS]
    if "list-style" not in sheets:
        return
    rules = sorted(_rules(sheets), key=lambda rule: rule.specificity)
    for element in root.iter("ol", "li"):
        if "list-style" in (element.get("style") or "").lower():
            continue
        value = next((rule.value for rule in reversed(rules) if _applies(rule, element)), None)
        if value is not None:
            own = (element.get("style") or "").rstrip("; ")
            element.set("style", f"{own};list-style-type:{value}" if own else f"list-style-type:{value}")


def _rules(sheets: str) -> Iterator[_Rule]:
    """The rules about lists, in their order."""
    count = 0
    for selectors, body in _RULE.findall(_COMMENT.sub(" ", sheets)):
        declared = _DECLARATION.findall(body)
        if not declared:
            continue
        for selector in selectors.split(","):
            parts = _parts(selector)
            if parts:
                yield _Rule(parts, declared[-1].strip())
            count += 1
            if count >= _MOST_RULES:
                return


def _parts(selector: str) -> tuple[_Compound, ...]:
    """The parts of a selector from the outermost to the element; () for one that is not simple."""
    parts = []
    for written in selector.replace(">", " ").split():
        match = _COMPOUND.fullmatch(written)
        if match is None or not written:
            return ()
        tag = (match["tag"] or "").lower()
        marks = re.findall(r"([.#])([\w-]+)", match["rest"])
        parts.append(
            _Compound(
                "" if tag == "*" else tag,
                tuple(name for sign, name in marks if sign == "."),
                tuple(name for sign, name in marks if sign == "#"),
            )
        )
    return tuple(parts)


def _applies(rule: _Rule, element: _Element) -> bool:
    if not rule.parts[-1].matches(element):
        return False
    waiting = list(rule.parts[:-1])
    for ancestor in element.iterancestors():
        if waiting and isinstance(ancestor.tag, str) and waiting[-1].matches(ancestor):
            waiting.pop()
    return not waiting
