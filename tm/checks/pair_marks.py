"""Checks of a text against its source: ends, brackets, quotes, repeated words, marks of footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpora.furniture import furniture_reason
from tm.checks.checked_units import Observation
from tm.checks.read_texts import ReadText

# Classes of what a text ends with. A comma and a semicolon both say that the sentence goes on.
_ENDS = {
    "a stop": ".。।．", "a question mark": "?？؟", "an exclamation mark": "!！", "a colon": ":：",
    "a comma or semicolon": ",;，；،؛、",
}  # fmt: skip
_END_OF = {mark: name for name, marks in _ENDS.items() for mark in marks}
_CLOSING = re.compile(r"(?:[\s\"'”’»›）)\]】》」』*†]|\[\d{1,3}\]|[⁰¹²³⁴-⁹])+$")
# "a)", "1)", "11(2)d)": labels that Latin and Cyrillic lists write without an opening bracket.
_ENUMERATOR = re.compile(r"(?:(?<=^)|(?<=[\s(;,:،؛，；：。.\d)/]))[\w'’]{1,4}[)）]")
# An item of a list may end with the word that joins it to the next.
_CONJUNCTION = re.compile(r"(?<=[,;،؛])\s(?:and|or|et|ou|y|e|o|u|и|или|و|أو)$", re.IGNORECASE)
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "{": "}"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_WIDTH = str.maketrans("（）【】", "()[]")
_QUOTES = re.compile(r"[\"“”„«»「」『』《》〈〉＂]")
_REPEATED = re.compile(r"(?<![^\W_])([^\W\d_]{2,30})\s+\1(?![^\W_])", re.IGNORECASE)
_REPEATED_HAN = re.compile(r"([\u4e00-\u9fff]{2,6})\1")
# Words that may stand twice in a row in good prose.
_MAY_REPEAT = frozenset(
    {"nous", "vous", "had", "that", "чуть", "еле", "едва", "très", "bla", "ha", "no", "شيئا"}
)
_RAISED = re.compile(
    r"(?<![\dmмkк²])[⁰¹²³⁴-⁹]{1,3}|(?<=[\w.,;:”»)])\[(\d{1,3}|[*†‡])\]|(?<=[\w.,;:”»)])(?:\*{1,3}|[†‡])"
)
_UNIT = re.compile(r"\b(?:k?m|[cdmh]m|км?|م)[²³]|CO₂")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_JOB = re.compile(r"(?<![\w-])\d{2}-\d{5}(?:\s?\([ACEFRS]\))|/(?:…|\.\.\.)$|(?:^|\s)-\s?\d{1,3}\s?-(?=\s|$)")
_QUOTED_MARKS = 2


def observe_marks(source: ReadText, target: ReadText) -> Iterator[Observation]:
    """Yield differences in the marks of two texts."""
    languages = (source.language, target.language)
    yield from _ends(source, target, languages)
    yield from _brackets(source, target, languages)
    yield from _quotes(source, target, languages)
    yield from _repeated(source, target, languages)
    yield from _footnote_marks(source, target, languages)
    yield from _furniture(source, target, languages)


def _ends(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = end_class(source.text), end_class(target.text)
    if left != right:
        message = f"{source.language} ends with {left}, {target.language} with {right}."
        yield Observation("content.end-punctuation", languages, message)


def end_class(text: str) -> str:
    """What a text ends with, closing quotation marks, brackets and footnote marks aside."""
    bare = _CLOSING.sub("", _CONJUNCTION.sub("", text.rstrip()))
    last = bare[-1:] if bare else text.rstrip()[-1:]
    return _END_OF.get(last, "a stop" if last == "…" else "no mark")


def _brackets(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    sides = [open_brackets(read.text) for read in (source, target)]
    for read, own, other in zip((source, target), sides, reversed(sides), strict=True):
        if own and not other:
            yield Observation(
                "content.brackets", languages, f"{read.language} has {', '.join(own)}.", read.language
            )


def open_brackets(text: str) -> list[str]:
    """What does not close or was not opened; the bracket after a label ("a)") is no bracket."""
    opened: list[str] = []
    problems: list[str] = []
    labels = {match.end() - 1 for match in _ENUMERATOR.finditer(text)}
    for place, character in enumerate(text.translate(_WIDTH)):
        if character in _PAIRS:
            opened.append(character)
        elif character in _CLOSERS:
            if _CLOSERS[character] in opened:
                while opened and opened.pop() != _CLOSERS[character]:
                    pass
            elif place not in labels:
                problems.append(f"“{character}” without its opening one")
    return problems + [f"“{character}” that does not close" for character in opened]


def _quotes(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    counts = [len(_QUOTES.findall(read.text)) for read in (source, target)]
    if min(counts) == 0 and max(counts) >= _QUOTED_MARKS:
        quoted, bare = (source, target) if counts[0] else (target, source)
        # Chinese puts titles into 《》, where others write them in italics or plain.
        if quoted.base == "zh" and not re.search(r"[“”\"「」『』]", quoted.text):
            return
        yield Observation(
            "content.quotes", languages, f"{quoted.language} has quotation marks, {bare.language} none."
        )


def _repeated(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    sides = [repeated_words(read.text) for read in (source, target)]
    if bool(sides[0]) != bool(sides[1]):
        read, words = (source, sides[0]) if sides[0] else (target, sides[1])
        message = f"{read.language} has “{words[0]}” twice in a row."
        yield Observation("content.repeated-word", languages, message, read.language)


def repeated_words(text: str) -> list[str]:
    """Words that stand twice in a row."""
    words = [match[1] for match in _REPEATED.finditer(text) if match[1].casefold() not in _MAY_REPEAT]
    return words + [match[1] for match in _REPEATED_HAN.finditer(text)]


def _footnote_marks(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = footnote_marks(source.text), footnote_marks(target.text)
    if left != right:
        parts = [
            f"{read.language} has {_marks(own - other)}"
            for read, own, other in ((source, left, right), (target, right, left))
            if own - other
        ]
        yield Observation(
            "content.footnote-marks", languages, f"Of marks of footnotes, only {'; only '.join(parts)}."
        )


def footnote_marks(text: str) -> Counter[str]:
    """Raised digits, digits in square brackets after a word, asterisks and daggers after a word."""
    if text.isascii() and "[" not in text and "*" not in text:
        return Counter()
    plain = _UNIT.sub("", text)
    return Counter(match.group().translate(_SUPERSCRIPTS).strip("[]") for match in _RAISED.finditer(plain))


def _marks(counts: Counter[str]) -> str:
    return ", ".join(sorted(counts.elements()))


def _furniture(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    sides = [furniture_left(read.text) for read in (source, target)]
    if bool(sides[0]) != bool(sides[1]):
        read, left = (source, sides[0]) if sides[0] else (target, sides[1])
        yield Observation("content.furniture", languages, f"{read.language} has {left}.", read.language)


def furniture_left(text: str) -> str:
    """What of the page a text still has: why all of it is furniture, or the part that is; "" for none."""
    reason = furniture_reason(text.strip())
    if reason is not None:
        return f"nothing but a {reason}"
    match = _JOB.search(text)
    return f"“{match.group().strip()}”, a number of the page" if match else ""
