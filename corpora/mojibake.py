"""Tells text from bytes that were decoded with the wrong table.

The test is exact rather than statistical: UTF-8 has a grammar (a lead byte, then continuation bytes), and a
text in its own alphabet almost never follows it when written in a one-byte table. Characters that do, and
that would then be letters of the languages read here, are counted.
"""

from __future__ import annotations

import re
from functools import cache

_TABLES = (
    "cp1252",
    "cp1251",
    "cp1256",
    "cp1250",
    "iso8859-1",
    "koi8-r",
    "iso8859-6",
    "mac-roman",
    "cp437",
    "cp850",
)
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u02bc-\u02dd\u0301\u0391-\u03ce\u0401-\u045f\u0490\u0491\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u0652"
    "\u2010-\u2026\u2030-\u203a\u20ac\u2116\u2122\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e\ufeff]"
)
_RUN = re.compile("[^\x00-\x7f]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_REPLACEMENT_RUN = 3
# Of a run that was UTF-8 more than this is sound.
_WRONG_SHARE = 0.6


def is_mojibake(text: str) -> str | None:
    """Return the reason why `text` looks like wrongly decoded bytes; None where it does not.

    >>> is_mojibake("L’Assemblée générale") is None
    True
    >>> is_mojibake("L'AssemblÃ©e gÃ©nÃ©rale")
    "UTF-8 read as cp1252 ('Ã©')"
    """
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) if not text.isascii() else 0
    if not beyond_ascii:
        return None
    return _lost_characters(text, beyond_ascii) or _wrong_table(text, beyond_ascii) or _wrong_han(text)


def first_mojibake_line(text: str) -> int:
    """Return the first line, from 1, that looks like mojibake alone; 1 where only the whole does."""
    for number, line in enumerate(text.split("\n"), 1):
        if "\ufffd" in line or is_mojibake(line):
            return number
    return 1


def _lost_characters(text: str, beyond_ascii: int) -> str | None:
    lost = text.count("\ufffd")
    if lost >= _REPLACEMENT_RUN and lost * 50 > beyond_ascii:
        return f"{lost} replacement characters (U+FFFD) stand where letters were lost"
    controls = len(re.findall("[\x80-\x84\x86-\x9f]", text))
    if controls >= _REPLACEMENT_RUN and controls * 50 > beyond_ascii:
        return f"{controls} control characters (U+0080-009F) stand where letters or quotation marks should"
    return None


def _wrong_table(text: str, beyond_ascii: int) -> str | None:
    if _any_sequence().search(text) is None:
        return None
    best, example, table = 0, "", ""
    # Sequences are of characters beyond ASCII: most texts have few that stand together.
    runs = "\n".join(run for run in _RUN.findall(text) if _any_sequence().search(run))
    for name in _TABLES:
        matches = [
            match.group() for match in _sequences(name).finditer(runs) if _decodes(match.group(), name)
        ]
        if (size := sum(map(len, matches))) > best:
            best, example, table = size, matches[0], name
    enough = best * 2 >= beyond_ascii or (best >= 20 and best * 10 >= beyond_ascii)
    return f"UTF-8 read as {table} ('{example}')" if enough else None


def _decodes(sequence: str, table: str) -> bool:
    back = b"".join(_byte_of(table).get(character, b"") for character in sequence)
    try:
        return bool(_PLAUSIBLE.fullmatch(back.decode("utf-8")))
    except UnicodeDecodeError:
        return False


@cache
def _byte_of(table: str) -> dict[str, bytes]:
    """Each character of the upper half of a table and its byte.

    Holes stand for the control characters there.
    """
    pairs: dict[str, bytes] = {}
    for value in range(0x80, 0x100):
        byte = bytes([value])
        pairs[byte.decode(table, "replace").replace("\ufffd", chr(value))] = byte
    return pairs


@cache
def _any_sequence() -> re.Pattern[str]:
    """The first two characters of a sequence of any table."""
    pairs = [(byte, character) for name in _TABLES for character, byte in _byte_of(name).items()]
    leads, more = ({c for b, c in pairs if low <= b[0] <= high} for low, high in ((0xC2, 0xF4), (0x80, 0xBF)))
    return re.compile("".join(f"[{''.join(map(re.escape, sorted(group)))}]" for group in (leads, more)))


@cache
def _sequences(table: str) -> re.Pattern[str]:
    def group(low: int, high: int) -> str:
        inverse = _byte_of(table)
        return "[" + "".join(re.escape(c) for c, b in inverse.items() if low <= b[0] <= high) + "]"

    more = group(0x80, 0xBF)
    return re.compile(
        f"{group(0xC2, 0xDF)}{more}|{group(0xE0, 0xEF)}{more}{{2}}|{group(0xF0, 0xF4)}{more}{{3}}"
    )


def _wrong_han(text: str) -> str | None:
    """UTF-8 read as GB 18030: rare Han characters that, written back, obey the grammar of UTF-8.

    Chinese text gives long runs. Western text gives single ones inside words; of those only Han between Latin
    letters are counted, since a two-byte sequence obeys by chance.
    """
    sample = text[:200_000]
    han = len(_HAN.findall(sample)) if _HAN.search(sample) else 0
    if not han:
        return None
    inside_words = re.findall("(?<=[A-Za-z])[\u4e00-\u9fff]{1,2}(?=[A-Za-z])", sample)
    runs = [run for run in re.findall("[^\x00-\x7f]{4,}", sample) if _HAN.search(run)]
    wrong = [run for run in (*runs, *inside_words) if _utf8_share(run) > _WRONG_SHARE]
    if not wrong or 2 * sum(len(_HAN.findall(run)) for run in wrong) <= han:
        return None
    return f"UTF-8 read as gb18030 ('{wrong[0][:4]}')"


def _utf8_share(run: str) -> float:
    """Return the share of a run's bytes, written in GB 18030, that are sound UTF-8 for letters read here.

    A share up to `_WRONG_SHARE` may be given too high, up to that.
    """
    back = run.encode("gb18030", "ignore")
    decoded = back.decode("utf-8", "ignore")
    if (most := len(decoded.encode()) / max(1, len(back))) <= _WRONG_SHARE:
        return most  # of Chinese text little is sound, and not all of that is letters
    sound = sum(len(character.encode()) for character in decoded if _PLAUSIBLE.match(character))
    return sound / max(1, len(back))
