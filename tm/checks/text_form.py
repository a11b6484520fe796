"""Checks of one text by itself: characters, spaces, encoding."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from corpora.mojibake import is_mojibake
from tm.checks.checked_units import Observation
from tm.checks.read_texts import ReadText

# What XML 1.0 forbids, C1 controls but NEL, and what Unicode says is no character.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_CONTROL = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    # A joiner between two letters of Arabic or of an Indian script is spelling.
    "|(?<![\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff\u0900-\u0dff])"
)
_STRAY = re.compile(r"^[\s\u00a0]|[\s\u00a0]$|[ \u00a0]{2,}|[ \t]\n|\t")
_STRAY_OUTSIDE = re.compile(r"^\s|\s$")
_SOUND_SHARE = 0.9
_REPLACEMENT = "\ufffd"


def observe_form(read: ReadText) -> Iterator[Observation]:
    """Yield what is wrong with the form of a text; after an empty one there is nothing else to say."""
    text, languages = read.raw, (read.language,)
    if not text.strip("\ufeff\u200b\u2060 \t\r\n\u00a0\u3000"):
        yield Observation("form.empty-segment", languages, "The text is empty.")
        return
    # Most texts are plain, and these tell so at once.
    # Where a code was, a space stands on each side.
    if (_STRAY_OUTSIDE if read.variant.has_codes else _STRAY).search(text):
        yield Observation(
            "form.stray-spaces", languages, _where_spaces_are(text, with_codes=read.variant.has_codes)
        )
    if text.isascii() and text.isprintable():
        return
    forbidden = _FORBIDDEN.findall(text)
    if forbidden:
        yield Observation("form.forbidden-character", languages, f"The text has {_named(forbidden)}.")
    if not unicodedata.is_normalized("NFC", text) and not _is_only_reordered(text):
        yield Observation("form.not-nfc", languages, _decomposed(text))
    controls = _CONTROL.findall(text)
    if controls:
        yield Observation("form.invisible-control", languages, f"The text has {_named(controls)}.")
    if _REPLACEMENT in text:
        count = text.count(_REPLACEMENT)
        yield Observation("form.replacement-character", languages, f"A character was lost {count} times.")
    reason = is_mojibake(text)
    if reason is not None and not ("gb18030" in reason and not _is_utf8_in_gb18030(text)):
        yield Observation("form.mojibake", languages, f"{reason}.")


def _where_spaces_are(text: str, *, with_codes: bool) -> str:
    places = []
    if text[0].isspace():
        places.append("at the beginning")
    if text[-1].isspace():
        places.append("at the end")
    if not with_codes and re.search(r"\S(?:[ \u00a0]{2,}|[ \t]*\t[ \t]*)\S", text):
        places.append("doubled inside")
    return f"Spaces {', '.join(places) or 'before a line end'}."


def _is_only_reordered(text: str) -> bool:
    """Whether only the order of marks differs: all Arabic keyboards write the shadda first, NFC last."""
    return sorted(text) == sorted(unicodedata.normalize("NFC", text))


def _decomposed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    shown = next(
        (f"U+{ord(a):04X}" for a, b in zip(text, composed, strict=False) if a != b), "its last character"
    )
    return (
        f"From {shown} on the text is not NFC, in which it has {len(composed)} characters, not {len(text)}."
    )


def _is_utf8_in_gb18030(text: str) -> bool:
    """Whether the characters beyond ASCII, written in GB 18030, are UTF-8: a few are so by chance."""
    written = re.sub("[\x00-\x7f]", "", text).encode("gb18030", "ignore")
    sound = written.decode("utf-8", "ignore").encode("utf-8")
    return len(sound) >= _SOUND_SHARE * len(written)


def _named(characters: list[str]) -> str:
    counts = Counter(characters)
    return ", ".join(
        f"{count} × U+{ord(character):04X} {unicodedata.name(character, 'control')}"
        for character, count in sorted(counts.items())[:4]
    )
