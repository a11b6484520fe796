"""Numbers in Han characters, each with its place, and how sure it is that a number is meant.

"第五十五届" and "二十一" count something; "一切", "四川" and "十分" do not; "三个" does, but another
language may say it without a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from corpora.ordinals import HAN_DIGITS, HAN_MYRIADS, HAN_NUMERALS, han_value


class HanSureness(Enum):
    """How sure it is that Han numerals count something."""

    NUMBER = "number"
    WORD = "word"
    IDIOM = "idiom"


@dataclass(frozen=True, slots=True)
class HanMention:
    """A number in Han characters: value, half-open span, whether 第 makes it an ordinal, how sure it is."""

    value: int
    start: int
    end: int
    ordinal: bool
    sureness: HanSureness


_RUN = re.compile(rf"(?P<before>第\s?|百分之|[\d.]\s?)?(?P<run>[{HAN_NUMERALS}]{{1,18}})(?P<after>分之)?")
# Words with a numeral that count nothing, or nothing that other languages count. From common usage.
_WORDS = re.compile(
    "一切|一些|一般|一样|一定|一旦|一贯|一向|一致|一起|一同|一道|一经|一面|一方面|一方|一直|一再|一律|一并|一体|一概|一流|一线|一如|一已|"
    "统一|唯一|单一|同一|万一|之一|划一|均一|专一|进一步|逐一|任一|某一|每一|另一|这一|那一|十分|十足|百姓|百般|百科|千万|千方百计|万物|"
    "万国|万岁|万能|四川|三峡|三亚|九龙|五金|五官|六亲|七夕|八卦|四处|四周|四面|五花八门|三番五次|零售|零星|零件|零散|零食|亿万|成千上万|"
    "第一手|第三者|三角|四季|丝毫"
)
_DOUBLE = re.compile("[双雙倆俩]")


def han_mentions(plain: str) -> Iterator[HanMention]:
    """Yield the numbers in order of place; `plain` is text as `plain_characters` gives it.

    Months ("九月") are left to dates; digits before a scale ("500万") to figures.
    """
    words = [match.span() for match in _WORDS.finditer(plain)]
    for match in _RUN.finditer(plain):
        start, end = match.span("run")
        before = (match["before"] or "").strip()
        if plain[end : end + 1] == "月" or (before and before not in ("第", "百分之")):
            continue
        value = han_value(match["run"])
        if value is None or any(first < end and start < last for first, last in words):
            continue
        yield HanMention(value, start, end, before == "第", _sureness(match["run"], before, plain[end:]))
    for match in _DOUBLE.finditer(plain):
        yield HanMention(2, *match.span(), ordinal=False, sureness=HanSureness.IDIOM)


def _sureness(run: str, before: str, after: str) -> HanSureness:
    digits = [character for character in run if character in HAN_DIGITS]
    if before == "第" or before == "百分之":
        return HanSureness.WORD if before == "第" and len(run) == 1 else HanSureness.NUMBER
    if len(digits) == len(run):
        if len(run) == 1:
            return HanSureness.WORD
        # "三五个" is "three or five"; a year has four digits.
        return HanSureness.NUMBER if len(run) == 4 and after.startswith("年") else HanSureness.IDIOM
    if not digits and (len(run) == 1 or run[0] in HAN_MYRIADS or run[0] in "百千"):
        return HanSureness.WORD if run == "十" else HanSureness.IDIOM
    return HanSureness.NUMBER
