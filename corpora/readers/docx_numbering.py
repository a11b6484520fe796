"""Automatic numbering of a DOCX file: the label that a word processor shows before a paragraph.

Source: ECMA-376 part 1, 17.9 (numbering). Counters belong to the abstract definition, so that lists which
share one go on counting, until an instance overrides its start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpora.readers.docx_package import child, children, is_on, value
from corpora.readers.numbering import format_number, word_letters

_LEVELS = 9
_STYLES = {
    "decimal": "decimal", "decimalZero": "decimal-leading-zero", "none": "none",
    "lowerRoman": "lower-roman", "upperRoman": "upper-roman",
    "russianLower": "lower-russian", "russianUpper": "upper-russian",
    "arabicAbjad": "abjad", "arabicAlpha": "arabic-alphabet",
    "decimalFullWidth": "fullwidth", "decimalFullWidth2": "fullwidth",
    "chineseCounting": "han", "chineseCountingThousand": "han", "ideographDigital": "han",
    "taiwaneseCounting": "han", "taiwaneseCountingThousand": "han", "japaneseCounting": "han",
    "koreanCounting": "han",
    "chineseLegalSimplified": "han-formal", "ideographLegalTraditional": "han-formal",
    "decimalEnclosedCircle": "circle", "decimalEnclosedCircleChinese": "circle",
    "decimalEnclosedParen": "parenthesised", "ideographEnclosedCircle": "han-parenthesised",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the pattern of its label ("%1.%2"), the form and first value of its number."""

    text: str
    form: str
    start: int
    restart: int | None
    legal: bool
    style: str


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has counted."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    instances: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)
    arabic: bool = False

    def next_label(self, number_id: str, depth: int) -> str | None:
        """Count one paragraph at level `depth` (0-based) and return its label.

        "" for a bullet, None without a list.
        """
        if number_id not in self.instances or not 0 <= depth < _LEVELS:
            return None
        abstract, starts, own_levels = self.instances[number_id]
        levels = {**self.abstracts.get(abstract, {}), **own_levels}
        level = levels.get(depth)
        if level is None:
            return None
        self._count(number_id, abstract, depth, starts, levels)
        return "" if level.form == "bullet" else self._show(abstract, depth, levels)

    def depth_of_style(self, number_id: str, style: str) -> int:
        """Return the level that a list ties to a paragraph style; 0 where it ties none."""
        if number_id not in self.instances:
            return 0
        abstract, _, own_levels = self.instances[number_id]
        levels = {**self.abstracts.get(abstract, {}), **own_levels}
        return next((depth for depth, level in sorted(levels.items()) if level.style == style), 0)

    def _count(
        self, number_id: str, abstract: str, depth: int, starts: dict[int, int], levels: dict[int, Level]
    ) -> None:
        counters = self.counters.setdefault(abstract, [None] * _LEVELS)
        if depth in starts and (number_id, depth) not in self.started:
            counters[depth] = None
        self.started.add((number_id, depth))
        start = starts.get(depth, levels[depth].start)
        current = counters[depth]
        counters[depth] = start if current is None else current + 1
        for upper in range(depth):
            if counters[upper] is None and upper in levels:
                counters[upper] = starts.get(upper, levels[upper].start)
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            # w:lvlRestart: 0 never restarts; n restarts only after a level above n (1-based).
            if restart is None or (restart and depth < restart):
                counters[deeper] = None

    def _show(self, abstract: str, depth: int, levels: dict[int, Level]) -> str:
        counters = self.counters[abstract]
        legal = levels[depth].legal

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at not in levels:
                return ""
            form = "decimal" if legal and levels[at].form != "none" else levels[at].form
            return self._format(counters[at] or 0, form)

        label = re.sub("%([1-9])", number, levels[depth].text)
        return "\u00a0".join(label.split())

    def _format(self, number: int, form: str) -> str:
        if form in ("lowerLetter", "upperLetter"):
            return word_letters(number, upper=form == "upperLetter")
        if form == "numberInDash":
            return f"- {number} -"
        if form == "hindiNumbers":
            return format_number(number, "arabic-indic" if self.arabic else "devanagari")
        return format_number(number, _STYLES.get(form, "decimal"))


def read_numbering(root: _Element | None, style_numbers: dict[str, str], *, arabic: bool) -> Numbering:
    """Read `numbering.xml`; `style_numbers` gives the list of each numbering style."""
    numbering = Numbering(arabic=arabic)
    for abstract in children(root, "abstractNum"):
        own_id = value(abstract, "abstractNumId") or ""
        numbering.abstracts[own_id] = _levels(abstract)
        if link := value(child(abstract, "numStyleLink")):
            numbering.links[own_id] = link
    for instance in children(root, "num"):
        target = value(child(instance, "abstractNumId")) or ""
        starts, own_levels = _overrides(instance)
        numbering.instances[value(instance, "numId") or ""] = (target, starts, own_levels)
    _follow_style_links(numbering, style_numbers)
    return numbering


def _follow_style_links(numbering: Numbering, style_numbers: dict[str, str]) -> None:
    for number_id, (abstract, starts, own_levels) in list(numbering.instances.items()):
        linked = style_numbers.get(numbering.links.get(abstract, ""))
        if linked and linked != number_id and linked in numbering.instances:
            numbering.instances[number_id] = (numbering.instances[linked][0], starts, own_levels)


def _levels(parent: _Element) -> dict[int, Level]:
    return {_integer(value(level, "ilvl"), 0): _level(level) for level in children(parent, "lvl")}


def _level(level: _Element) -> Level:
    restart = value(child(level, "lvlRestart"))
    # Word wraps newer forms in mc:AlternateContent; the fallback is a plain decimal.
    form = (
        value(child(level, "numFmt"))
        or value(child(level, "AlternateContent", "Choice", "numFmt"))
        or "decimal"
    )
    return Level(
        text=value(child(level, "lvlText")) or "",
        form=form,
        start=_integer(value(child(level, "start")), 1 if child(level, "start") is None else 0),
        restart=None if restart is None else _integer(restart, 0),
        legal=is_on(child(level, "isLgl")),
        style=value(child(level, "pStyle")) or "",
    )


def _overrides(instance: _Element) -> tuple[dict[int, int], dict[int, Level]]:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in children(instance, "lvlOverride"):
        depth = _integer(value(override, "ilvl"), 0)
        if start := value(child(override, "startOverride")):
            starts[depth] = _integer(start, 1)
        if (level := child(override, "lvl")) is not None:
            levels[depth] = _level(level)
    return starts, levels


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text) else default
