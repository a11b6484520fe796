"""Figures that two or more versions of a passage give differently, compared by value.

A figure counts as differing only if it is written in figures on one side and the other side has no equal
value in any writing: not as figures of any script, not as a word, not as part of a date or symbol.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.block_kinds import title_number
from corpora.documents import Block
from corpora.figures import Figure, FigureKind, find_figures
from corpora.labels import split_label
from corpora.number_words import word_values
from corpora.ordinals import roman_value, western_digits
from corpora.plain_characters import plain_characters

# "12. (a) (i) Text" begins with three labels.
_MOST_LABELS = 6
_DIGITS = re.compile(r"\d{1,18}")
_ROMAN = re.compile(r"(?<![\w.-])[IVXLC]{1,7}(?![\w-])")
# A small number in brackets is the mark of a note or names a paragraph of a law; drafting styles differ.
_BRACKETED = re.compile(r"[(\[（【]\s?\d{1,3}\s?[)\]）】]")
_STRONG_KINDS = frozenset({FigureKind.DATE, FigureKind.SYMBOL, FigureKind.YEAR, FigureKind.PERCENT})


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """One figure of a text: its value and kind (`corpora.figures`), and `written`, as the text has it.

    `weak`: its absence elsewhere proves little ("1", which may be an article, a number in brackets, a word).
    """

    value: str
    kind: FigureKind
    written: str
    weak: bool

    @property
    def strong(self) -> bool:
        """Whether translators never leave it out: a date, a symbol, a year, a percentage."""
        return self.kind in _STRONG_KINDS


@dataclass(frozen=True, slots=True)
class TextFigures:
    """The figures of one version of a passage, each value once, and what else it may mean by a number.

    `values` are those of the figures, `hidden` those of words, Roman letters and parts of dates, `digits` the
    runs of digits as they stand, without leading zeros, `counts` how often each value is written.
    """

    figures: tuple[WrittenFigure, ...]
    values: frozenset[str]
    hidden: frozenset[str]
    digits: frozenset[str]
    counts: Mapping[str, int]

    def accounts_for(self, figure: WrittenFigure) -> bool:
        """Whether this text gives the value of a figure of another version, in any writing."""
        value = figure.value
        if value in self.values or value in self.hidden:
            return True
        if figure.kind is FigureKind.DATE:
            year, _, day = value.split("-")
            return {str(int(year)), str(int(day))} <= self.values
        if figure.kind is FigureKind.SYMBOL or "." in value:
            return _groups(value) <= self.digits or self._has_part(value)
        return False

    def _has_part(self, symbol: str) -> bool:
        """Whether a symbol stands here with or without its organ: "68/187" for "A/RES/68/187"."""
        return any(
            "/" in own and (symbol.endswith(f"/{own}") or own.endswith(f"/{symbol}")) for own in self.values
        )


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """What one version has otherwise: values the others have and it lacks, values that only it has.

    `confirmed` counts the versions that agree against it. At least one of `lacks`, `has` is not empty.
    """

    language: str
    lacks: tuple[WrittenFigure, ...]
    has: tuple[WrittenFigure, ...]
    confirmed: int

    @property
    def sure(self) -> bool:
        """Whether a value is replaced by another, or one is missing that nobody leaves out."""
        return bool(self.lacks and self.has) or any(figure.strong for figure in (*self.lacks, *self.has))


def read_figures(blocks: Sequence[Block], language: str) -> TextFigures:
    """Read the figures of a run of blocks, labels and footnote marks aside."""
    texts = [_without_labels(block, language) for block in blocks]
    text = "\n".join(texts)
    # "68/187. Technical assistance": a version that has the number elsewhere does not lack it.
    titles = {sum(len(one) + 1 for one in texts[:k]) for k, one in enumerate(texts) if title_number(one)}
    plain = plain_characters(text).text
    figures = find_figures(text, language)
    bracketed = [match.span() for match in _BRACKETED.finditer(western_digits(text))]
    found: dict[str, WrittenFigure] = {}
    for figure in figures:
        written = text[figure.start : figure.end].strip()
        weak = (
            figure.value == "1"
            or figure.start in titles
            or any(start < figure.start and figure.end < end for start, end in bracketed)
            or _is_word(figure, written)
        )
        if figure.value not in found or (found[figure.value].weak and not weak):
            found[figure.value] = WrittenFigure(figure.value, figure.kind, written, weak)
    return TextFigures(
        figures=tuple(found.values()),
        values=frozenset(found),
        hidden=frozenset(_hidden(plain, figures, language)),
        digits=_groups(plain),
        counts=Counter(figure.value for figure in figures),
    )


def differing_figures(versions: Mapping[str, TextFigures], pivot: str) -> list[FigureDifference]:
    """Which versions of one passage differ from the others, in the order of `versions`.

    With two versions the difference is laid at the door of the one that is not the pivot. With more, each
    value that some have and others lack is weighed against those that have none in its place, and against
    the value that most of the others have instead; where both camps are as large, the pivot's is right.
    """
    lacks: dict[str, list[WrittenFigure]] = {}
    has: dict[str, list[WrittenFigure]] = {}
    against: dict[str, int] = {}
    seen: set[str] = set()
    for figure in (figure for version in versions.values() for figure in version.figures):
        if figure.value in seen:
            continue
        seen.add(figure.value)
        having = frozenset(code for code, version in versions.items() if version.accounts_for(figure))
        lacking = frozenset(versions) - having
        if not lacking:
            continue
        deviant, majority = _camps(versions, having, lacking, pivot)
        for code in deviant:
            (lacks if deviant == lacking else has).setdefault(code, []).append(figure)
            against[code] = max(against.get(code, 0), len(majority))
    for code in versions:
        swap = None if code in against else _swapped(versions, code, pivot)
        if swap is not None:
            lacks[code], has[code], against[code] = [swap[0]], [swap[1]], len(versions) - 1
    differences = (
        FigureDifference(code, tuple(lacks.get(code, ())), tuple(has.get(code, ())), against[code])
        for code in versions
        if code in against
    )
    return [one for one in differences if _worth_telling(one)]


def _swapped(
    versions: Mapping[str, TextFigures], code: str, pivot: str
) -> tuple[WrittenFigure, WrittenFigure] | None:
    """A value that all others write once more, and one that they write once less, than this version does.

    "Articles 3 and 3" for "articles 3 and 5" leaves both values on both sides. With two versions the one
    that is not the pivot is asked.
    """
    others = [version for other, version in versions.items() if other != code]
    if not others or (len(others) == 1 and code == pivot):
        return None
    own = versions[code]
    less = [
        figure
        for figure in others[0].figures
        if all(one.counts.get(figure.value, 0) == own.counts.get(figure.value, 0) + 1 for one in others)
        and (figure.value in own.values or not own.accounts_for(figure))
    ]
    more = [
        figure
        for figure in own.figures
        if all(one.counts.get(figure.value, 0) == own.counts[figure.value] - 1 for one in others)
        and all(figure.value in one.values or not one.accounts_for(figure) for one in others)
    ]
    return (less[0], more[0]) if len(less) == len(more) == 1 else None


def _camps(
    versions: Mapping[str, TextFigures], having: frozenset[str], lacking: frozenset[str], pivot: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The camp that deviates, and the other."""
    rivals = {
        code: [
            sum(version.accounts_for(figure) for version in versions.values())
            for figure in versions[code].figures
            if not any(versions[other].accounts_for(figure) for other in having)
        ]
        for code in lacking
    }
    silent = sum(not rival for rival in rivals.values())
    strongest = max([silent, *(support for rival in rivals.values() for support in rival)])
    right = (len(having), pivot in having) >= (strongest, pivot in lacking)
    return (lacking, having) if right else (having, lacking)


def _worth_telling(one: FigureDifference) -> bool:
    strong = [figure for figure in (*one.lacks, *one.has) if not figure.weak]
    return bool(strong) or bool(one.lacks and one.has)


def _without_labels(block: Block, language: str) -> str:
    """Text of a block without the labels that it begins with, whether or not they were taken for such."""
    text = block.text
    if block.label and text != block.label:
        return text
    for _ in range(_MOST_LABELS):
        found = split_label(text, language)
        if found is None:
            break
        text = found[1]
    return text


def _is_word(figure: Figure, written: str) -> bool:
    """Whether a figure is a number word of Chinese, as in 第三方 ("third party")."""
    return figure.kind is not FigureKind.DATE and written.isalpha() and not written.isascii()


def _hidden(plain: str, figures: Sequence[Figure], language: str) -> Iterator[str]:
    """Yield the values that a text may give otherwise than as a figure of its own."""
    yield from map(str, word_values(plain, language))
    for match in _ROMAN.finditer(plain):
        value = roman_value(match.group())
        if value is not None:
            yield str(value)
    for figure in figures:
        if figure.kind is FigureKind.DATE:
            yield from _groups(figure.value)


def _groups(text: str) -> frozenset[str]:
    return frozenset(str(int(group)) for group in _DIGITS.findall(text))
