"""Bytes to text: which encoding a file is in, told from its bytes, never guessed where that could be wrong.

In order: a byte order mark; UTF-16 by its pattern of bytes; UTF-8 if every byte obeys it; what the file
declares, if the result reads as text; then the legacy tables of the six languages, as chardet ranks them by
pairs of letters, weighed with how well each result reads (docs/benchmarks.md, "Encodings").
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.characters import normalise_line_ends
from corpora.documents import TextEncoding
from corpora.errors import UndecodableText
from corpora.mojibake import first_mojibake_line, is_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = (
    "windows-1252", "iso-8859-15", "windows-1251", "koi8-r", "iso-8859-5", "cp866", "windows-1256",
    "iso-8859-6", "gb18030", "big5", "mac-roman",
)  # fmt: skip
# Fitted by logistic regression on passages of the corpora of 3 to 400 characters (scripts/bench_encodings.py
# prints what comes of it): log-odds that the best table gives the right text.
_LOG_ODDS = -2.38
_LOG_ODDS_OF_LEAD = 1.96  # over the best table that gives another text, within 2 either way
_LOG_ODDS_OF_LETTERS = 0.67  # a letter beyond ASCII, on a logarithmic scale
_LOG_ODDS_OF_BYTES = 1.08  # a byte, on a logarithmic scale
_LARGEST_LEAD = 2.0
_ADVICE = "save the file as UTF-8 from a program that shows it correctly"
_DECLARATIONS = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?[\w.:-]+""", re.IGNORECASE)
_ENOUGH = 0.7
_SAMPLE_BYTES = 400_000
_SAMPLE_CHARS = 20_000
_SURE_OF_OTHERS = 0.5
# By how much of its letters another table must read better than the declared one.
_CLEARLY_BETTER = 0.15
_WESTERN = "àâäçéèêëîïôöùûüÿœæáíóúñìòãõÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆÁÍÓÚÑ¿¡ßåøÅØ"
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъіїєґ"
_ARABIC = "ابةتثجحخدذرزسشصضطظعغفقكلمنهويىءأإآؤئ،؛؟ًٌٍَُِّْـ"
_HAN = (
    "的一国在人了有中是年和大业不为发会工经上地市要个产这出行作生家以成到日民来我部对进多全建他公开们场展时理新方主企资实学报"
    "制政济用同于法高长现本月定化加动合品重关机分力自外者区能设后就等体下万元社过前面农也得与说之员而务利电文事可种总改三各好金第"
    "司其从平代当天水省提商十管内小技位目起海所立已通入量子问度北保心还科委都术使明着次将增基名向门应里美由规今题记点计去强两些"
    "大會國聯合員決議權條約際組織安理世界際關係為與個這來時對發經過應當開見現說學實動問題當議題聯"
)
_SIGNS = "«»“”‘’„…–—°§№€•·\u00a0，。、；：（）《》「」"


_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")


def decode_text(path: Path, data: bytes, declared: str | None = None) -> tuple[str, TextEncoding]:
    """Return the text of `data`, with LF line ends and no byte order mark, and how its encoding was told.

    `declared` is what the markup says ("charset=..."); it is tried after UTF-8 and kept only if the result
    reads as text. Raises `UndecodableText`, with the first line concerned where it is known, for bytes that
    are no text in any encoding that fits and for text that is mojibake.
    """
    text, encoding = _decode(path, data, declared)
    text = normalise_line_ends(text)
    if reason := is_mojibake(text):
        place = f"line {first_mojibake_line(text)}"
        raise UndecodableText(path, f"the text is garbled: {reason}", place=place, advice=_ADVICE)
    return text, encoding


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold more control characters than any text has."""
    head = data[:8192]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 50 > len(head)


def _decode(path: Path, data: bytes, declared: str | None) -> tuple[str, TextEncoding]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(path, data[len(mark) :], encoding)
            return text, TextEncoding(encoding, 1.0, "byte order mark")
    if unmarked := _utf16_without_mark(data):
        name, share = unmarked
        return _strict(path, data, name), TextEncoding(name, share, "pattern of bytes")
    if looks_binary(data):
        raise UndecodableText(path, "the bytes are no text", advice="check that this is the right file")
    try:
        return data.decode("utf-8"), TextEncoding("utf-8", 1.0, "UTF-8 throughout")
    except UnicodeDecodeError as error:
        return _decode_legacy(path, data, declared, error)


def _strict(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not {encoding} ({error.reason})"
        raise UndecodableText(path, reason, advice=_ADVICE) from error


def _utf16_without_mark(data: bytes) -> tuple[str, float] | None:
    """UTF-16 by its NUL bytes (spaces, line ends, ASCII have one.

    No other text has any) and by what it then reads as.
    """
    head = data[: len(data[:4096]) // 2 * 2]
    if b"\x00" not in head:
        return None
    readable = {name: _common_share(head.decode(name, "ignore")) for name in ("utf-16-le", "utf-16-be")}
    best = max(readable, key=lambda name: readable[name])
    return (best, readable[best]) if readable[best] >= 0.97 else None


def _common_share(text: str) -> float:
    return sum(1 for character in text if _is_common(character)) / max(1, len(text))


def _is_common(character: str) -> bool:
    point = ord(character)
    return (
        character in "\n\r\t"
        or 0x20 <= point < 0x180
        or 0x400 <= point < 0x460
        or 0x600 <= point < 0x6FF
        or 0x2010 <= point < 0x2040
        or 0x3000 <= point < 0x3020
        or 0x4E00 <= point < 0xA000
        or 0xFF00 <= point < 0xFFF0
    )


def _decode_legacy(
    path: Path, data: bytes, declared: str | None, error: UnicodeDecodeError
) -> tuple[str, TextEncoding]:
    candidates = _candidates(data)
    if (told := _as_declared(data, declared, candidates)) is not None:
        return told
    for candidate in candidates:
        if candidate.plausibility >= _ENOUGH and (text := _try(data, candidate.encoding)) is not None:
            confidence = _confidence(candidate, candidates, len(data))
            return text, TextEncoding(candidate.encoding, confidence, "letters")
    if found := _other_language(data):
        return found
    line = data.count(b"\n", 0, error.start) + 1
    reason = f"the bytes are not UTF-8 (byte {error.start}), and no other encoding gives readable text"
    raise UndecodableText(path, reason, place=f"line {line}", advice=_ADVICE)


def _as_declared(
    data: bytes, declared: str | None, candidates: Sequence[_Candidate]
) -> tuple[str, TextEncoding] | None:
    """The text as the markup declares it, where it reads as text, and no table reads clearly better."""
    text = _try(data, declared) if declared else None
    if declared is None or not text:
        return None
    reads = plausibility(text[:_SAMPLE_CHARS])
    best = next((each for each in candidates if each.plausibility >= _ENOUGH), None)
    better = best is not None and best.plausibility > reads + _CLEARLY_BETTER
    if reads < _ENOUGH or better or is_mojibake(text):
        return None
    return text, TextEncoding(codecs.lookup(declared).name, min(1.0, round(reads, 3)), "declaration")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One table: the beginning of the text that it gives, and how good that is (a logarithm)."""

    encoding: str
    text: str
    plausibility: float
    score: float


def _candidates(data: bytes) -> list[_Candidate]:
    """Tables in which the beginning of the bytes can be read, best first."""
    from chardet import detect_all

    sample = data[:_SAMPLE_BYTES]
    # chardet believes what a page declares: it is asked about the letters alone.
    letters = _DECLARATIONS.sub(lambda match: b" " * len(match[0]), sample)
    ranked = detect_all(letters, ignore_threshold=True, include_encodings=_LEGACY, max_bytes=_SAMPLE_BYTES)
    found = []
    for entry in ranked:
        name = entry["encoding"]
        text = _beginning(sample, name) if name else None
        if name and text:
            reads = plausibility(text[:_SAMPLE_CHARS])
            score = math.log(entry["confidence"] + 1e-4) + reads
            found.append(_Candidate(codecs.lookup(name).name, text, reads, score))
    return sorted(found, key=lambda candidate: -candidate.score)


def _confidence(best: _Candidate, candidates: list[_Candidate], size: int) -> float:
    """Probability that the text of the best table is the right one; `size` is that of the file in bytes."""
    other = max((each.score for each in candidates if each.text != best.text), default=-math.inf)
    lead = max(-_LARGEST_LEAD, min(_LARGEST_LEAD, best.score - other))
    letters = sum(character > "\x7f" and character.isalpha() for character in best.text[:_SAMPLE_CHARS])
    odds = _LOG_ODDS + _LOG_ODDS_OF_LEAD * lead
    odds += _LOG_ODDS_OF_LETTERS * math.log1p(letters) + _LOG_ODDS_OF_BYTES * math.log1p(size)
    # Letters prove nothing: no guess is certain.
    return min(0.999, round(1 / (1 + math.exp(-odds)), 3))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _beginning(sample: bytes, encoding: str) -> str | None:
    """Text of the first bytes of a file, which may end inside a character."""
    for cut in range(4 if len(sample) == _SAMPLE_BYTES else 1):
        if text := _try(sample[: len(sample) - cut], encoding):
            return text
    return None


def plausibility(text: str) -> float:
    """How well the letters beyond ASCII read as Arabic, Chinese, Cyrillic or Western text, in [0, 1].

    Each such character counts 1 where it is frequent in its script, less where it is only possible. Capitals
    inside words count against: the Cyrillic tables differ mostly by swapping small and capital letters.
    """
    total = 0.0
    letters = 0
    previous = " "
    for character in text:
        if character > "\x7f":
            letters += 1
            total += _weight(character, previous)
        previous = character
    return max(0.0, total / letters) if letters else 1.0


def _weight(character: str, previous: str) -> float:
    if character in _CYRILLIC:
        return 1.0 if not ("a" <= previous.lower() <= "z") else 0.0
    if "\u0410" <= character <= "\u042f":
        return 0.9 if previous.upper() == previous else -0.5
    if character in _WESTERN:
        return 0.95 if previous < "\x80" or previous in _WESTERN + _SIGNS else 0.3
    if character in _ARABIC:
        return 1.0 if not ("a" <= previous.lower() <= "z") else 0.0
    if character in _HAN:
        return 1.3
    if character in _SIGNS:
        return 0.96
    if "\u4e00" <= character <= "\u9fff":
        return 0.55
    return -0.5 if previous.isalpha() else 0.0


def _other_language(data: bytes) -> tuple[str, TextEncoding] | None:
    """Another language's table, where chardet is sure of it."""
    from chardet import detect

    found = detect(data[:_SAMPLE_BYTES], max_bytes=_SAMPLE_BYTES)
    name, confidence = found["encoding"], found["confidence"]
    if name is None or confidence < _SURE_OF_OTHERS:
        return None
    text = _try(data, name)
    return (text, TextEncoding(codecs.lookup(name).name, round(confidence, 3), "letters")) if text else None


def declared_charset(data: bytes) -> str | None:
    """Return the charset that an XML declaration or `<meta>` in `data` declares; None if absent."""
    head = data[:4096].replace(b"\x00", b"")
    found = re.search(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", head)
    found = found or re.search(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", head, re.IGNORECASE)
    if not found:
        return None
    name = found.group(1).decode("ascii")
    # The web reads these names as the Windows tables that extend them (WHATWG Encoding Standard, 4.2).
    wider = {
        "iso-8859-1": "cp1252",
        "latin1": "cp1252",
        "us-ascii": "cp1252",
        "gb2312": "gb18030",
        "gbk": "gb18030",
    }
    return wider.get(name.lower(), name)
