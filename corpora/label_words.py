"""Labels that begin with a word: "Article premier", "Часть вторая", "المادة ٣", "第三条", "Annex I"."""

from __future__ import annotations

import functools
import re

from corpora.label_forms import Head, Label, LabelForm, LabelStyle
from corpora.label_marks import SUFFIX, suffix_of
from corpora.ordinal_words import ARABIC_LETTER_NAMES, fold_word, ordinal_word_value
from corpora.ordinals import digits_value, han_value, letter_positions, roman_value

_STYLES = {
    LabelStyle.ARTICLE: "article art artículo artigo статья ст المادة مادة",
    LabelStyle.SECTION: "section sec sección sect раздел القسم قسم الفرع فرع",
    LabelStyle.PART: "part partie parte часть الجزء الباب title titre título раздѣл",
    LabelStyle.CHAPTER: "chapter chapitre capítulo глава الفصل فصل",
    LabelStyle.RULE: "rule règle regla правило القاعدة قاعدة regulation",
    LabelStyle.PRINCIPLE: "principle principe principio принцип المبدأ مبدأ",
    LabelStyle.GOAL: "goal objectif objetivo цель الهدف",
    LabelStyle.ANNEX: "annex annexe anexo приложение المرفق مرفق الملحق ملحق schedule annexes",
    LabelStyle.APPENDIX: "appendix appendice apéndice добавление التذييل تذييل enclosure الضميمة ضميمة",
}
WORDS = {fold_word(word): style for style, words in _STYLES.items() for word in words.split()}
# What a letter encloses is an appendix in the other languages: "Добавление", "附文".
WORDS |= {fold_word(words): LabelStyle.APPENDIX for words in ("pièce jointe", "documento adjunto")}
_HAN_COUNTERS = {
    "条": LabelStyle.ARTICLE, "條": LabelStyle.ARTICLE, "节": LabelStyle.SECTION, "節": LabelStyle.SECTION,
    "部分": LabelStyle.PART, "编": LabelStyle.PART, "編": LabelStyle.PART, "篇": LabelStyle.PART,
    "章": LabelStyle.CHAPTER, "条规则": LabelStyle.RULE, "项原则": LabelStyle.PRINCIPLE,
}  # fmt: skip
_HAN_WORDS = {
    "附件": LabelStyle.ANNEX, "附录": LabelStyle.APPENDIX, "附錄": LabelStyle.APPENDIX,
    "附表": LabelStyle.ANNEX, "附文": LabelStyle.APPENDIX,
    "规则": LabelStyle.RULE, "規則": LabelStyle.RULE, "原则": LabelStyle.PRINCIPLE, "目标": LabelStyle.GOAL,
}  # fmt: skip
_UNNUMBERED = (LabelStyle.ANNEX, LabelStyle.APPENDIX)

# What follows the digits of "1er", "1º" and "2a".
_ENDING = r"(?:er|ère|re|e|ème|th|st|nd|rd|º|°|ª|\.?[oa])"
_NUMERAL = (
    r"\d{1,4}[A-Z]?(?:\.\d{1,3}){0,3}(?![^\W_])|\d{1,3}(?=\s?" + _ENDING + r"(?!\w))"
    r"|\d{1,4}(?=bis|ter|quater|бис|тер)"
)
_WORD_LABEL = re.compile(
    rf"\s*(?P<word>[^\W\d_]{{2,12}})\.?\s?(?:№|No\.?|n[°º])?\s?\(?(?P<ordinal>{_NUMERAL}|[^\W\d_][^\W\d_-]{{0,18}}"
    rf"(?:-[^\W\d_]{{4,9}})?(?:\sعشرة?)?)\)?(?:\.[º°ª]|\s?{_ENDING}(?!\w))?(?P<suffix>(?:[\s-]?\(?(?:{SUFFIX})\)?(?!\w))?)"
)
_ORDINAL_FIRST = re.compile(
    r"\s*(?P<ordinal>[^\W\d_]{4,16}(?:-[^\W\d_]{4,9})?)\s(?P<word>[^\W\d_]{4,9})(?P<suffix>)(?!\w)"
)
_HAN_NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百〇零]{1,7})"
_HAN_ORDINAL = re.compile(
    rf"\s*第\s?(?P<ordinal>{_HAN_NUMERAL})\s?(?P<word>条规则|项原则|部分|[条條章节節编編篇])(?P<suffix>(?:{SUFFIX}|\s(?:bis|ter))?)"
)
_HAN_WORD = re.compile(
    rf"\s*(?P<word>{'|'.join(_HAN_WORDS)})\s?(?P<ordinal>{_HAN_NUMERAL}|[IVX]{{1,5}}|[A-Z])(?P<suffix>(?:{SUFFIX})?)(?!\w)"
)
_DELIMITER = re.compile(r"\s?(?:[.:：]\s?[-–—]?|[-–—](?=\s|$))|\.?\s?[-–—](?=\s|$)|、")
# Words that go on with a sentence about an article instead of beginning the article itself.
_GOES_ON = re.compile(
    r"\s(?:لل\w+|من|في|على|إلى|الى|و\w*|أو|التي|الذي|هي|هو|ب\w+|تنص|ينص|of|and|to|or|du|de|des|et|à|del|y|настоящ\w+|и|о)(?!\w)"
    r"|\s?(?:规定|所|的|和|、第|第|款|至|及|中|与)"
)
_LONGEST_HEADING_CHARS = 60
_LONGEST_WORD_CHARS = 17


def match_word(head: Head, text: str, language: str, *, whole: bool = False) -> tuple[Label, int] | None:
    """Label with a word at the beginning of `head`, and the offset in `text` where it ends.

    With `whole` the text is known to be nothing but labels, so that no sentence can follow.
    """
    first = head.plain.lstrip()[:1]
    if first.isdecimal() or first == "(":
        return None
    unnumbered = _unnumbered(head, text)
    if unnumbered is not None:
        return unnumbered
    patterns = (_HAN_ORDINAL, _HAN_WORD) if "\u4e00" <= first <= "\u9fff" else _LETTER_PATTERNS
    for pattern in patterns:
        if pattern is _WORD_LABEL and not _may_begin_with_word(head.plain):
            continue
        match = pattern.match(head.plain)
        if match is None:
            continue
        style = _style(match["word"])
        if style is None:
            continue
        value, lettered = _value(match["ordinal"], language)
        if value is not None:
            return _accepted(match, style, value, head, text, lettered=lettered, whole=whole)
    return None


_LETTER_PATTERNS = (_WORD_LABEL, _ORDINAL_FIRST)


# How the words of labels begin, folded.
_BEGINNINGS = frozenset(word[:2] for word in WORDS)


def _may_begin_with_word(plain: str) -> bool:
    """Whether a text begins as one of the words does, or with white space: the pattern is long to try."""
    begins = fold_word(plain[:2])
    return len(begins) < 2 or begins[0].isspace() or begins[:2] in _BEGINNINGS


def _unnumbered(head: Head, text: str) -> tuple[Label, int] | None:
    word = head.plain.strip(" \t.:：")
    style = _style(word) if len(word) <= _LONGEST_WORD_CHARS else None
    if style not in _UNNUMBERED:
        return None
    return Label(text.strip(), style, form=LabelForm.WORD, masked=text.strip()), len(text)


# Most paragraphs begin with a word, and with the same ones.
@functools.lru_cache(maxsize=4096)
def _style(word: str) -> LabelStyle | None:
    return WORDS.get(fold_word(word)) or _HAN_COUNTERS.get(word) or _HAN_WORDS.get(word)


def _value(ordinal: str, language: str) -> tuple[int | None, bool]:
    """Value of the ordinal after a word, and whether it is a letter ("Annex A")."""
    digits = re.match(r"\d+", ordinal)
    if digits:
        return digits_value(digits.group()), False
    for value in (han_value(ordinal), ordinal_word_value(ordinal, language)):
        if value is not None:
            return value, False
    roman = roman_value(ordinal) if ordinal.isupper() and (len(ordinal) > 1 or ordinal in "IVX") else None
    if roman is not None:
        return roman, False
    if len(ordinal) == 1 and not ordinal.islower():
        positions = letter_positions(ordinal, language)
        return (positions[0], True) if positions else (None, False)
    return ARABIC_LETTER_NAMES.get(fold_word(ordinal)), True


def _accepted(
    match: re.Match[str], style: LabelStyle, value: int, head: Head, text: str, *, lettered: bool, whole: bool
) -> tuple[Label, int] | None:
    rest = head.plain[match.end() :]
    delimiter = _DELIMITER.match(rest)
    end = match.end() + (delimiter.end() if delimiter else 0)
    sure = whole or delimiter is not None or not rest.strip()
    if not sure and not _may_be_heading(match, rest, text):
        return None
    ordinal = match["ordinal"]
    written = ordinal if "." in ordinal else ""
    inserted = ordinal[-1] if ordinal[:1].isdecimal() and ordinal[-1].isalpha() else ""
    masked = _masked(match, head, text)
    raw = text[: head.offset(end)].strip()
    suffix = inserted + suffix_of(match["suffix"].strip(" ()-"))
    label = Label(
        raw,
        style,
        (value,),
        LabelForm.WORD,
        suffix,
        written=written,
        lettered=lettered,
        masked=masked,
        sure=sure,
    )
    return label, head.offset(end)


def _masked(match: re.Match[str], head: Head, text: str) -> str:
    """Written label without its ordinal and its suffix: "Article", "第条", "partie"."""
    before = text[head.offset(match.start()) : head.offset(match.start("ordinal"))]
    after = text[
        head.offset(match.end("ordinal")) : head.offset(max(match.end("word"), match.end("ordinal")))
    ]
    return (before + after).strip(" \u00a0(")


def _may_be_heading(match: re.Match[str], rest: str, text: str) -> bool:
    """Whether "Article 3 Definitions" is a label with its heading, and not a sentence about article 3."""
    if _GOES_ON.match(rest) or rest[0] in ",;)]，；）":
        return False
    if rest[0] in "(（":
        return bool(re.match(r".(?:[^\W\d_]{4}|[\u4e00-\u9fff]{2})", rest))
    if not rest[0].isspace():
        return False
    first = rest.strip()[:1]
    if first.islower() or first.isdigit():
        return False
    if first.isupper() or match.re in (_HAN_ORDINAL, _HAN_WORD):
        return True
    return len(text) <= _LONGEST_HEADING_CHARS
