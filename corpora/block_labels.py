"""Labels of paragraphs, from the markup or from the text: paths, and what they make of the paragraphs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpora.block_kinds import (
    enacting_organ,
    is_closing,
    is_short_heading,
    is_title,
    is_title_of_rules,
    is_vote_list,
)
from corpora.contents_list import contents_lines
from corpora.documents import RawBlock, RawKind
from corpora.label_forms import Label, LabelForm, LabelStyle
from corpora.label_paths import assign_paths_under, path_of_chain
from corpora.labels import split_label, split_label_chain

MOST_LABELS = 6
# How numbered paragraphs are called outside resolutions and in the operative part of one.
_TOPS = ("P", "OP")
_HEAD_BLOCKS = 20
_LONGEST_HEAD_CHARS = 80
# The level of the first label of a chain from markup: no list stands around it.
_OUTERMOST = 1

_NAMED = re.compile(r"(?:ART|SEC|CH|PART|RULE|PRINCIPLE|GOAL)[\dA-Z]")
_HEAD = re.compile(r"H[A-Z\d]")
_PARAGRAPH = re.compile(r"P\d")


class LabelRank(StrEnum):
    """What a label makes of its paragraph."""

    NUMBER = "numbered paragraph"
    ITEM = "item"
    HEADING = "heading"
    NAMED = "article, section, rule ..."
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class ReadLabel:
    """The label of one paragraph.

    `written` is the label as the file has it ("1. (a)" where two stand together), `rest` the text after it.
    `path` is the label's path outside resolutions, `operative_path` the one in the operative part of one.
    `from_markup` tells that the text never contained the label.
    """

    written: str
    rest: str
    rank: LabelRank
    path: str
    operative_path: str
    from_markup: bool = False


class _Found(NamedTuple):
    written: str
    labels: tuple[Label, ...]
    rest: str
    from_markup: bool = False


def read_labels(blocks: Sequence[RawBlock], language: str) -> list[ReadLabel | None]:
    """Label of each paragraph or None, read over the whole document at once.

    A label that is not sure ("A. Smith") counts only where the sequence of labels has a place for it.
    The entries of a table of contents have none: they repeat those of the document.
    """
    contents = contents_lines(blocks)
    found = [None if i in contents else _find(block, language) for i, block in enumerate(blocks)]
    if any(is_title_of_rules(block.text) for block in blocks[:_HEAD_BLOCKS]):
        found = [each and _as_rule(each) for each in found]
    paths, operative = _paths(blocks, found)
    return [
        _read(each, path, operative_path)
        for each, path, operative_path in zip(found, paths, operative, strict=True)
    ]


def _find(block: RawBlock, language: str) -> _Found | None:
    if block.label:
        chain = tuple(split_label_chain(block.label, language))
        return _Found(block.label, chain, block.text, from_markup=True)
    text = block.text
    # Most texts begin with no label: what else they may be is asked only of those that do.
    labels, rest = _split_all(text, language) if text else ((), "")
    if not labels or enacting_organ(text) is not None:
        return None
    if is_title(text) or is_vote_list(text) or is_closing(text):
        return None
    return _Found(text[: len(text) - len(rest)].strip() if rest else text, labels, rest)


def _as_rule(each: _Found) -> _Found:
    """Rules of procedure have "articles" in Arabic, Chinese, French and Spanish: they are rules."""
    labels = tuple(
        dataclasses.replace(label, style=LabelStyle.RULE) if label.style is LabelStyle.ARTICLE else label
        for label in each.labels
    )
    return each._replace(labels=labels)


def _heads(blocks: Sequence[RawBlock], found: Sequence[_Found | None]) -> list[bool]:
    """For each block: whether its label heads a passage.

    So says the markup; in a plain text a short line does right above an article, and one like "1. Training"
    whose number is not that of the next paragraph while that of the paragraph after it is.
    """
    heads = [block.kind is RawKind.HEADING for block in blocks]
    for i, each in enumerate(found[:-1]):
        following = found[i + 1]
        if each is not None and following is not None and _may_head(each) and _is_article(following):
            heads[i] = True
    numbers = [
        (i, each.labels[0].values[0])
        for i, each in enumerate(found)
        if each is not None and each.labels and each.labels[0].style is LabelStyle.NUMBER
        and each.labels[0].form is LabelForm.FULL and each.labels[0].values
    ]  # fmt: skip
    last = 0
    for (at, value), (_, coming) in zip(numbers, [*numbers[1:], (0, 0)], strict=False):
        each = found[at]
        short = each is not None and is_short_heading(each.rest) and len(each.rest) <= _LONGEST_HEAD_CHARS
        if heads[at] or (short and value != last + 1 and coming == last + 1):
            heads[at] = True
        else:
            last = value
    return heads


def _may_head(each: _Found) -> bool:
    """Whether a label with a short line may head articles: "I. Sessions", "一、会议"."""
    styles = (LabelStyle.CAPITAL_ROMAN, LabelStyle.CAPITAL_LETTER, LabelStyle.HAN)
    full = bool(each.labels) and each.labels[0].form is LabelForm.FULL and each.labels[0].style in styles
    return full and is_short_heading(each.rest)


def _is_article(each: _Found) -> bool:
    return bool(each.labels) and each.labels[0].style in (LabelStyle.ARTICLE, LabelStyle.RULE)


def _split_all(text: str, language: str) -> tuple[tuple[Label, ...], str]:
    labels: list[Label] = []
    rest = text
    while len(labels) < MOST_LABELS and (found := split_label(rest, language)) is not None:
        label, after = found
        if labels and not _may_follow(labels[-1], label):
            break
        labels.append(label)
        rest = after
        if label.style is LabelStyle.BULLET or label.form is LabelForm.WORD:
            break
    return tuple(labels), rest


def _may_follow(outer: Label, inner: Label) -> bool:
    """Whether a second label follows the first: in "1. (a) Text", not in "1. I. ..." and "(a) 5. ..."."""
    return inner.sure and inner.form in (LabelForm.ROUND, LabelForm.HALF) and outer.style is not inner.style


def _paths(blocks: Sequence[RawBlock], found: Sequence[_Found | None]) -> list[list[str]]:
    """One path a block, outside resolutions and in one; a block with several labels takes the last one's."""
    labels: list[Label | None] = []
    levels: list[int] = []
    heads: list[bool] = []
    last: list[int] = []
    outer: tuple[Label, int] | None = None
    for block, each, head in zip(blocks, found, _heads(blocks, found), strict=True):
        chain = [*each.labels] if each is not None and each.labels else [None]
        if each is not None and _is_chain(each):
            # "1 (a)" and "1 (b)" stand below one "1", which takes part in the sequence once.
            if outer is None or outer[0] != each.labels[0]:
                outer = each.labels[0], len(labels)
                labels.append(each.labels[0])
                levels.append(_OUTERMOST)
                heads.append(False)
            last.append(outer[1])
            continue
        labels.extend(chain)
        heads.extend([head] * len(chain))
        single = block.kind is RawKind.LIST_ITEM and len(chain) == 1
        levels.extend([block.level if single else 0] * len(chain))
        last.append(len(labels) - 1)
        if each is not None and each.labels:
            outer = (each.labels[0], len(labels) - 1) if each.from_markup else None
    return [
        [_of_chain(each, assigned[position], top) for each, position in zip(found, last, strict=True)]
        for top, assigned in zip(_TOPS, assign_paths_under(labels, _TOPS, levels, heads), strict=True)
    ]


def _is_chain(each: _Found) -> bool:
    """Whether markup gives the labels of all elements around the paragraph."""
    return each.from_markup and len(each.labels) > 1


def _of_chain(each: _Found | None, path: str, top: str) -> str:
    """The path of a chain: that of its outermost label in the sequence, then what is below it."""
    if each is None or not _is_chain(each):
        return path
    alone = path_of_chain(each.labels, top=top)
    return "/".join([path, *alone.split("/")[1:]]) if path else alone


def _read(each: _Found | None, path: str, operative_path: str) -> ReadLabel | None:
    if each is None:
        return None
    dropped = not path and each.labels and each.labels[0].style is not LabelStyle.BULLET
    if dropped and not each.from_markup and not each.labels[0].sure:
        return None
    rank = _rank(each, path)
    return ReadLabel(each.written, each.rest, rank, path, operative_path, each.from_markup)


def _rank(each: _Found, path: str) -> LabelRank:
    segments = path.split("/")
    last = segments[-1]
    if last.startswith(("ANNEX", "APPENDIX")):
        return LabelRank.ANNEX
    if _NAMED.match(last):
        return LabelRank.NAMED
    if _HEAD.match(last):
        return LabelRank.HEADING
    form = each.labels[0].form if each.labels else LabelForm.BARE
    below_named = len(segments) > 1 and _NAMED.match(segments[-2]) is not None
    # "(1)" below an article is one of its paragraphs, "(1)" elsewhere an item.
    if (form is not LabelForm.ROUND and _PARAGRAPH.match(last)) or (last[:1].isdecimal() and below_named):
        return LabelRank.NUMBER
    return LabelRank.ITEM
