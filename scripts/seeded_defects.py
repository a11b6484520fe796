"""Seeds defects into a copy of a version: what a translator or a typesetter gets wrong, with its place.

The copy is made of the paragraphs of a real document, labels apart; its labels and paths are read again by
`corpora`, so that a number that was changed is recognised (or not) as it would be in a file.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gold_sets import LANGUAGES

from align.finding import FindingKind
from corpora.documents import Block, Document, Place, RawBlock, RawKind
from corpora.figures import figure_values, find_figures
from corpora.labels import split_label
from corpora.ordinals import ARABIC_LIST, CYRILLIC_LIST, western_digits
from corpora.structure import label_lines

KINDS = tuple(FindingKind)
# A defect for so many paragraphs, of each kind; a short document gets one of each of some kinds.
PARAGRAPHS_A_DEFECT = 30
KINDS_IN_SHORT_DOCUMENT = 2
# Paragraphs shorter than this are headings; what happens to them is another question.
SHORTEST_CHARS, SHORTEST_HAN_CHARS = 20, 8
SHORTEST_MOVE = 4
HAN = "一二三四五六七八九"


@dataclass
class Line:
    """A paragraph of the copy; `seed` is the number of the defect that it shows, if any."""

    label: str
    text: str
    depth: int = 0
    seeds: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Defect:
    """One seeded defect: its kind, and the blocks of the copy where it can be seen (0-based).

    An omission is seen at the gap before `blocks[0]`. `note` says what was done.
    """

    kind: FindingKind
    blocks: tuple[int, ...]
    note: str


def seed_defects(
    document: Document, foreign: Sequence[Document], seed: str, kinds: Sequence[FindingKind] = KINDS
) -> tuple[Document, list[Defect]]:
    """A copy of `document` with defects, and the defects; `foreign` lend the paragraphs that are added."""
    draw = random.Random(f"{seed}/{document.language}")
    lines = [_line(block) for block in document.blocks]
    chosen = list(kinds)
    if len(lines) < PARAGRAPHS_A_DEFECT:
        chosen = draw.sample(chosen, min(len(chosen), KINDS_IN_SHORT_DOCUMENT))
    wanted = [kind for kind in chosen for _ in range(max(1, len(lines) // PARAGRAPHS_A_DEFECT))]
    draw.shuffle(wanted)
    lent = [text for other in foreign for text in _share(other, document.language)]
    plan = _Plan(document.language, lines, draw, lent)
    # What changes places comes last: the others are told by their line.
    order = [FindingKind.FIGURES_DIFFER, FindingKind.RENUMBERED, FindingKind.OMITTED, FindingKind.ADDED,
             FindingKind.DUPLICATED, FindingKind.MOVED]  # fmt: skip
    for kind in sorted(wanted, key=order.index):
        plan.seed(kind)
    return _document(document, plan.lines), plan.defects()


def _share(foreign: Document, language: str) -> list[str]:
    """The sixth of a document that one language borrows.

    The same paragraph in two languages would be no addition of one. Versions do not have the same blocks, so
    each language has its own stretch, and a paragraph between two stretches is nobody's.
    """
    own, count = LANGUAGES.index(language), len(foreign.blocks)
    start, end = (count * k // len(LANGUAGES) for k in (own, own + 1))
    return [block.text for block in foreign.blocks[start + 1 : end]]


def clean_copy(document: Document) -> Document:
    """The copy without any defect: read in the same way."""
    return _document(document, [_line(block) for block in document.blocks])


def _line(block: Block) -> Line:
    # A heading that is only a label has its words as its text too.
    alone = block.text == block.label
    return Line("" if alone else block.label, block.text, block.path.count("/"))


def _document(document: Document, lines: Sequence[Line]) -> Document:
    raw = [
        RawBlock(
            RawKind.LIST_ITEM if line.depth else RawKind.PARAGRAPH,
            line.text,
            Place(0, 0),
            line.label,
            line.depth,
        )
        for line in lines
    ]
    return replace(
        document, path=Path(f"copy.{document.language}.txt"), blocks=label_lines(raw, document.language),
        footnotes=(),
    )  # fmt: skip


class _Plan:
    """The copy as it is made: lines, and what was done to which of them."""

    def __init__(self, language: str, lines: list[Line], draw: random.Random, foreign: list[str]) -> None:
        self.language, self.lines, self.draw = language, lines, draw
        self.foreign = [text for text in foreign if self._is_long(text)]
        self.used: list[Line] = []
        self.done: list[tuple[FindingKind, str, Line | None]] = []

    def seed(self, kind: FindingKind) -> None:
        """Do one defect of a kind, where a paragraph allows it."""
        make = {
            FindingKind.OMITTED: self._omit,
            FindingKind.ADDED: self._add,
            FindingKind.DUPLICATED: self._duplicate,
            FindingKind.MOVED: self._move,
            FindingKind.RENUMBERED: self._renumber,
            FindingKind.FIGURES_DIFFER: self._change_figure,
        }[kind]
        places = list(range(len(self.lines)))
        self.draw.shuffle(places)
        for place in places:
            if self._is_free(place) and make(place):
                return

    def defects(self) -> list[Defect]:
        """What was done, with its place in the copy."""
        out = []
        for number, (kind, note, after) in enumerate(self.done):
            if kind is FindingKind.OMITTED:
                blocks: tuple[int, ...] = (self._index(after) if after is not None else len(self.lines),)
            else:
                blocks = tuple(k for k, line in enumerate(self.lines) if number in line.seeds)
            out.append(Defect(kind, blocks, note))
        return out

    def _index(self, line: Line) -> int:
        return next(k for k, one in enumerate(self.lines) if one is line)

    def _is_long(self, text: str) -> bool:
        return len(text) >= (SHORTEST_HAN_CHARS if self.language == "zh" else SHORTEST_CHARS)

    def _is_free(self, place: int) -> bool:
        around = self.lines[max(0, place - 1) : place + 2]
        return not any(line is used for line in around for used in self.used)

    def _use(self, kind: FindingKind, note: str, lines: Sequence[Line], after: Line | None = None) -> None:
        number = len(self.done)
        for line in lines:
            line.seeds.add(number)
            self.used.append(line)
        if after is not None:
            self.used.append(after)
        self.done.append((kind, note, after))

    def _free_gap(self, far_from: int) -> int | None:
        gaps = [
            k for k in range(1, len(self.lines))
            if abs(k - far_from) >= SHORTEST_MOVE and self._is_free(k) and self._is_free(k - 1)
        ]  # fmt: skip
        return self.draw.choice(gaps) if gaps else None

    def _omit(self, place: int) -> bool:
        if not self._is_long(self.lines[place].text) or place + 1 >= len(self.lines):
            return False
        gone = self.lines.pop(place)
        self._use(FindingKind.OMITTED, f"omitted: {gone.text[:60]}", [], self.lines[place])
        return True

    def _add(self, place: int) -> bool:
        if not self.foreign:
            return False
        # Each once: a second time it would be a repetition.
        new = Line("", self.foreign.pop(self.draw.randrange(len(self.foreign))))
        self.lines.insert(place, new)
        self._use(FindingKind.ADDED, f"added: {new.text[:60]}", [new])
        return True

    def _duplicate(self, place: int) -> bool:
        line = self.lines[place]
        gap = place + 1 if self.draw.random() < 0.5 else self._free_gap(place)
        if not self._is_long(line.text) or gap is None:
            return False
        copy = replace(line, seeds=set())
        self.lines.insert(gap, copy)
        self._use(FindingKind.DUPLICATED, f"twice: {line.text[:60]}", [line, copy])
        return True

    def _move(self, place: int) -> bool:
        count = self.draw.choice((1, 1, 2))
        run = self.lines[place : place + count]
        gap = self._free_gap(place)
        fits = len(run) == count and all(self._is_free(place + k) for k in range(count))
        if (
            not fits
            or gap is None
            or place < gap < place + count
            or not all(self._is_long(x.text) for x in run)
        ):
            return False
        target = self.lines[gap]
        if any(target is line for line in run):
            return False
        del self.lines[place : place + count]
        at = self._index(target)
        self.lines[at:at] = run
        self._use(FindingKind.MOVED, f"moved: {run[0].text[:60]}", run)
        return True

    def _renumber(self, place: int) -> bool:
        line = self.lines[place]
        step = self.draw.choice((1, 2, 3))
        if not line.label and not _is_label(line.text, self.language):
            return False
        changed = other_number(line.label or line.text, step)
        if changed is None:
            return False
        note = f"renumbered: {line.label or line.text} -> {changed}"
        if line.label:
            line.label = changed
        else:
            line.text = changed
        self._use(FindingKind.RENUMBERED, note, [line])
        return True

    def _change_figure(self, place: int) -> bool:
        line = self.lines[place]
        if not line.label and _is_label(line.text, self.language):
            return False
        changed = other_figure(line.text, self.language, self.draw)
        if changed is None:
            return False
        line.text, note = changed
        self._use(FindingKind.FIGURES_DIFFER, note, [line])
        return True


def _is_label(text: str, language: str) -> bool:
    """Whether a paragraph is nothing but a label: "Article 3"."""
    found = split_label(text, language)
    return found is not None and not found[1]


def other_number(label: str, step: int) -> str | None:
    """A label with its last number or letter `step` further, in the same writing; None without one."""
    for match in reversed(list(re.finditer(r"\d+", label))):
        digits = str(int(western_digits(match.group())) + step)
        return label[: match.start()] + _in_script(digits, match.group()[0]) + label[match.end() :]
    for letters in (HAN, string.ascii_lowercase, CYRILLIC_LIST, ARABIC_LIST):
        match = re.fullmatch(rf"(\W*第?)([{letters}])(\W*|条)", label)
        if match and (k := letters.index(match[2]) + step) < len(letters):
            return match[1] + letters[k] + match[3]
    return None


def _in_script(digits: str, like: str) -> str:
    zero = ord(like) - int(western_digits(like))
    return "".join(chr(zero + int(digit)) for digit in digits)


def other_figure(text: str, language: str, draw: random.Random) -> tuple[str, str] | None:
    """The text with one digit of a figure changed, and what was changed; None without a figure in digits."""
    figures = [f for f in find_figures(text, language) if any(c.isdecimal() for c in text[f.start : f.end])]
    draw.shuffle(figures)
    for figure in figures:
        places = [k for k in range(figure.start, figure.end) if text[k].isdecimal()]
        place = draw.choice(places)
        old = int(western_digits(text[place]))
        for new in draw.sample([digit for digit in range(1, 10) if digit != old], 8):
            changed = text[:place] + _in_script(str(new), text[place]) + text[place + 1 :]
            lost = figure_values(text, language) - figure_values(changed, language)
            if lost and len(find_figures(changed, language)) == len(find_figures(text, language)):
                return (
                    changed,
                    f"figure: {text[figure.start : figure.end]} -> {changed[figure.start : figure.end]}",
                )
    return None
