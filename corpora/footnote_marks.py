"""What looks like a footnote mark in text: digits glued to a word, raised, in brackets, spaced; asterisks.

What looks like a mark and is a figure, a date, a symbol or part of a name ("CO2", "H1N1", "A/RES/68/187",
"m²") is none. Three grades: marks that need no other evidence than that the footnote exists; digits that
spaces set off; digits that nothing sets off, which count only where their turn is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.ordinals import western_digits

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AFTER = r"(?![\w/§%°-]|[.,:]\d|\s?%|\s\d{3}(?!\d))"
_GLUED = re.compile(
    r"(?<![^\W_])(?:(?P<word>[^\W\d_]{3,}|[^\W\d_]+[’'][^\W\d_]{2,})(?P<stop>[,.;:!?»”\"’)）》」]{0,2}))(?P<mark>\d{1,3})"
    + _AFTER
)
# Where a glued mark may begin: looked for from its digit, which is rare, and not from each letter.
_GLUED_DIGIT = re.compile(
    r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][,.;:!?»”\"’)）》」]\d)|(?<=[^\W\d_][,.;:!?»”\"’)）》」]{2}\d))"
)
_MARK_CHARACTER = re.compile(r"[\d⁰¹²³⁴-⁹*†‡]")
_FIGURES_AND_SIGNS = re.compile(r"[\d⁰¹²³⁴-⁹*†‡]+")
_FIGURE_OR_ASTERISKS = re.compile(r"[0-9]+|\*+")
_AFTER_QUOTE = re.compile(
    r"(?:(?<=[»”\"）》」])|(?<=[^\W_]{4}\)))(?P<mark>\d{1,3})(?![\d/%年月日号條条段款项次届名个]|[.,:]\d)"
)
_RAISED = re.compile(r"(?<=\S)\s?(?P<mark>[⁰¹²³⁴-⁹]{1,3})")
_BRACKETED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[,.;:»”\")）》」，。；：、！？،؛؟])|(?<=\d)(?=\[)|(?<=/\d{2})(?=\()|(?<=/\d{3})(?=\())\s?(?P<open>\(\[|\[|\()(?P<mark>\d{1,3})(?P<close>\]\)|\]|\))"
)
_STARRED = re.compile(r"(?<=[^\s*\[(])(?P<mark>\*{1,3}|[†‡]{1,2})(?!\*)")
_STARRED_IN_BRACKETS = re.compile(r"(?<=\S)\s?\[(?P<mark>\*{1,3}|[†‡]{1,2})\]")
_SPACED = re.compile(
    r"(?=[,.;:”’\")\s])(?<=[^\W_])(?P<stop>[,.;:”’\")]{1,2}|\s;)?\s(?P<mark>\d{1,3})(?=$|[\s,;.:])(?!,\d)"
)
# Found sooner than the whole pattern, which looks back at each character.
_FIGURE_ALONE = re.compile(r"\s\d{1,3}(?:$|[\s,;.:])")
# "72/2491": no session adopts a thousand resolutions, so the last figures are the mark.
_AFTER_SYMBOL = re.compile(r"(?<![\w/])\d{2}/[1-3]\d{2}(?P<mark>\d{1,2})(?![\w/])")
# After a Han character or stop and before no counted thing, or after a year and its comma: "2023,2".
_UNSET = re.compile(
    r"(?:(?<=[\u4e00-\u9fff，。；：、！？》”）」])|(?<=[\s'’][^\W\d_A-Z]{2})|(?<=\s[IVX])|(?<=\s[IVX]{2})"
    r"|(?<=\s[IVX]{3})|(?<=[A-ZА-Я]{3})|(?<=(?<!\d)(?:19|20)\d\d[,;，；]))(?P<mark>\d{1,3})"
    r"(?![\d/%年月日号號条條段款项届次名个人天国万亿千百美元吨公米台套所座件种类级]|[.,:]\d|\s?%|\s\d{3}(?!\d))"
)
_UNITS_TABLE = "m km cm mm dm ha hm м км см мм متر كم 米 公里"
_ABBREVIATIONS_TABLE = """
para paras par pars párr párrs art arts chap chaps cap caps vol vols sect sects fig figs núm núms num
doc docs add corr rev nos sess séance pp app annex tome ann гл пункт подпункт том разд
"""
_CITING_TABLE = """
paragraph paragraphs article articles resolution resolutions annex chapter section part no nos number
rule rules and or to of on by at the in from for with than about between until since before after under
over its page pages volume supplement item items phase group table figure principle goal target option
regulation protocol paragraphe paragraphes résolution résolutions annexe chapitre règle point points le
la les du des de au aux et ou à en par sur dans pour entre depuis avant après environ numéro objectif
cible alinéa alinéas párrafo párrafos artículo artículos resolución resoluciones anexo capítulo sección
regla el los las del y o a con por para desde hasta entre número objetivo meta tema пункт пункта пункте
пункты пунктах пунктов статья статьи статье статей резолюция резолюции глава главы приложение раздел
правило и или в на от до с по из за к около номер цель задача
"""
_MONTHS_TABLE = """
january february march april may june july august september october november december janvier février
mars avril mai juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo
junio julio agosto septiembre octubre noviembre diciembre января февраля марта апреля мая июня июля
августа сентября октября ноября декабря
"""
_UNITS = frozenset(_UNITS_TABLE.split())
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TABLE.split())
_CITING = frozenset(_CITING_TABLE.split())
# Han characters after which digits are counted, not noted.
_HAN_COUNTED = frozenset(
    "第表图附件章节条段款项目号卷期页级类年月日号至和及以到共约每近超达前后下上近有为与或"
)
# What follows a number that dates or counts something.
_COUNTS = re.compile(
    rf"\s?(?:{'|'.join(_MONTHS_TABLE.split())}|de |per cent|pour cent|por ciento|процент|million|thousand"
    r"|votes?\b|voix|голос|and \d|to \d|\(?\d)",
    re.IGNORECASE,
)


_FOLLOWING = re.compile(r"\s?(?P<sign>[%‰°€$£٪])|\s(?P<word>[^\W\d_]+)")
_JOINING_TABLE = """
and or of in on to the a an by for from with as at which that concerning regarding including
et ou de du des d la le les l à au aux en par pour dans sur sous qui que avec ainsi relative relatif
y e o u del el los las al por para con según sobre que
и или в во на о об по с со к от для а также
أو في من على إلى عن التي الذي أن
"""
_JOINING = frozenset(_JOINING_TABLE.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark in a text: the half-open span to cut out, and the mark as the footnote writes it."""

    start: int
    end: int
    mark: str


def marks_as_written(text: str) -> set[str]:
    """All figures and asterisks of a text, each as a whole, "" for what may be a mark in another way.

    Without "" the marks of a text are among these: "12", "*". Raised, Arabic and other figures are written
    otherwise than they are read, and figures behind a stroke may be divided ("72/2491").
    """
    found = set(_FIGURES_AND_SIGNS.findall(text))
    if not found:
        return found
    if "/" in text or not all(map(_FIGURE_OR_ASTERISKS.fullmatch, found)):
        found.add("")
    return found


def sure_hits(text: str, marks: frozenset[str]) -> Iterator[Hit]:
    """Find marks that need no other evidence than that the footnote exists; sorted, never overlapping."""
    if not marks_as_written(text) & {*marks, ""}:
        return
    found = [hit for hit in _possible_hits(text) if hit.mark in marks]
    end = -1
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield hit
            end = hit.end


def marks_in(text: str) -> frozenset[str]:
    """Every mark that `sure_hits` or `spaced_hits` would find alone in a text."""
    if _MARK_CHARACTER.search(text) is None:
        return frozenset()
    return frozenset(hit.mark for hits in (_possible_hits(text), _spaced_hits(text)) for hit in hits)


def _possible_hits(text: str) -> Iterator[Hit]:
    """Whatever one of the patterns takes for a sure mark; spans may overlap."""
    if _MARK_CHARACTER.search(text) is None:
        return
    for pattern in (_GLUED, _AFTER_QUOTE, _RAISED, _BRACKETED, _STARRED, _STARRED_IN_BRACKETS):
        if not _may_match(pattern, text):
            continue
        for match in pattern.finditer(text):
            if _is_note(pattern, match, text):
                mark = western_digits(match["mark"].translate(SUPERSCRIPTS))
                yield Hit(match.start("mark") if pattern is _GLUED else match.start(), match.end(), mark)


def _may_match(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text has what a pattern cannot do without: quickly told, and mostly not so."""
    return _NEEDED[pattern].search(text) is not None


_NEEDED = {
    _GLUED: _GLUED_DIGIT,
    _AFTER_QUOTE: re.compile(r"[»”\"）》」)]\d"),
    _RAISED: re.compile("[⁰¹²³⁴-⁹]"),
    _BRACKETED: re.compile(r"[(\[]\d"),
    _STARRED: re.compile("[*†‡]"),
    _STARRED_IN_BRACKETS: re.compile("[*†‡]"),
}


def _is_note(pattern: re.Pattern[str], match: re.Match[str], text: str) -> bool:
    if pattern is _GLUED:
        return _glued_is_note(match, text)
    if pattern is _RAISED:
        before = re.split(r"[\s(\d]", text[max(0, match.start() - 12) : match.start()])[-1]
        return before not in _UNITS
    if pattern is _BRACKETED:
        return _CLOSING[match["open"]] == match["close"] and (match["open"] != "(" or match[0][0] == "(")
    return True


_CLOSING = {"([": "])", "[": "]", "(": ")"}


def _glued_is_note(match: re.Match[str], text: str) -> bool:
    word, stop = match["word"], match["stop"]
    last = word[-1]
    if "\u4e00" <= last <= "\u9fff":
        following = text[match.end() : match.end() + 1]
        return bool(stop) or (last not in _HAN_COUNTED and not following.isalpha())
    if stop.startswith(".") and word.casefold() in _ABBREVIATIONS:
        return False
    if word.isupper() and last != last.lower():
        return (
            len(word) >= 4 and "." not in stop and "-" not in text[max(0, match.start() - 1) : match.start()]
        )
    return True


def unset_hits(text: str, mark: str) -> Iterator[Hit]:
    """Digits of a mark that nothing sets off: after a Han character, a Roman numeral, a year."""
    for match in _UNSET.finditer(text):
        unit = text[max(0, match.start() - 2) : match.start()] in _UNITS
        if match["mark"] == mark and not unit and text[match.start() - 1] not in _HAN_COUNTED:
            yield Hit(match.start(), match.end(), mark)


def spaced_hits(text: str, mark: str) -> Iterator[Hit]:
    """Digits of a mark that spaces set off, and those that stand behind a symbol: "72/2491"."""
    return (hit for hit in _spaced_hits(text, mark) if hit.mark == mark)


def _spaced_hits(text: str, mark: str | None = None) -> Iterator[Hit]:
    """As `spaced_hits`, of any mark without `mark`."""
    for match in _SPACED.finditer(text) if _FIGURE_ALONE.search(text) else ():
        if (mark is not None and match["mark"] != mark) or _COUNTS.match(text, match.end()):
            continue
        word = re.split(r"[\s(\[]", text[max(0, match.start() - 40) : match.start()])[-1]
        if match["stop"] is None and not (_may_carry_mark(word) and _goes_on(word, text[match.end() :])):
            continue
        if match["stop"] == "." and word.casefold() in _ABBREVIATIONS | _CITING:
            continue
        if match["stop"] == "," and word.isdigit() and len(word) < 4:
            continue
        yield Hit(match.start("mark") - 1, match.end("mark"), match["mark"])
    for match in _AFTER_SYMBOL.finditer(text):
        yield Hit(match.start("mark"), match.end("mark"), match["mark"])


def _goes_on(word: str, rest: str) -> bool:
    """Whether a sentence goes on behind a bare number as behind a note: "at least 5 days" counts days.

    A figure taken for a mark would be lost to the text; a mark that stays is only untidy.
    """
    following = _FOLLOWING.match(rest)
    if following is None:
        return True
    if following["sign"]:
        return False
    after = following["word"].casefold()
    # In Arabic "and" is written together with what follows.
    return word.isdigit() or after in _JOINING or after.startswith("و")


def _may_carry_mark(word: str) -> bool:
    """Whether a bare number after this word can be a note: after a noun or a year, not after "paragraph"."""
    if word.isdigit():
        return len(word) == 4
    has_case = word[-1:].lower() != word[-1:].upper()
    return has_case and len(word) > 2 and word.casefold() not in _CITING
