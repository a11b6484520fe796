"""What the name of a file says: the symbol of its document and the language of its version."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from corpora.languages import normalise_language
from corpora.ordinals import roman_value
from corpora.symbols import parse_symbol

_SEPARATORS = " _.-()[]"
# Tokens that may stand for a language at the end of a name; longer names ("french") count as well.
_CODE = (
    r"(?:zh|cmn|zho|chi)[-_. ]?(?:hans|hant|cn|tw)|(?:fr|en|es|ru|ar)[-_](?:[A-Z]{2}|latn|cyrl|arab|419)"
    r"|ar|zh|cn|en|fr|ru|es|ara|arb|zho|chi|cmn|chn|eng|fra|fre|rus|spa|esp"
    r"|arabic|arabe|chinese|chinois|english|anglais|french|fran[cç]ais|russian|russe|spanish|espagnol|espa[nñ]ol"
)
_AT_END = re.compile(
    rf"^(?P<rest>.*?)(?P<mark>[\s_.\-(\[]+)(?P<code>{_CODE})[)\]]?$", re.IGNORECASE | re.DOTALL
)
_AT_START = re.compile(rf"^[(\[]?(?P<code>{_CODE})[)\]]?[\s_.\-]+(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
# One of these, between separators, stands in every ASCII name that declares a language.
_SEPARATOR = re.compile(r"[\s_.\-()\[\]]+")
_CODES_TABLE = """
zh cmn zho chi fr en es ru ar cn ara arb chn eng fra fre rus spa esp arabic arabe chinese chinois english
anglais french francais russian russe spanish espagnol espanol
"""
_CODES_OF_WORDS = frozenset(_CODES_TABLE.split()) | {
    code + script for code in ("zh", "cmn", "zho", "chi") for script in ("hans", "hant", "cn", "tw")
}
_ALONE = re.compile(rf"^(?:{_CODE})$", re.IGNORECASE)
_INSIDE = re.compile(r"[\s_.\-](?P<code>AR|ZH|EN|FR|RU|ES)(?=[\s_.\-])")
# Job numbers end with the initial of the language: N1345678F, V0512345S.
_JOB_NUMBER = re.compile(r"^(?P<rest>[A-Z]{0,2}\d{7,8})[\s_.-]?(?P<letter>[ACEFRS])$")
_JOB_LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}
_LONGEST_NAME = 400

_ORGANS_OF_NAMES = frozenset(
    ("A", "S", "E", "T", "ST", "TD", "HRI", "HSP", "UNEP", "DP", "CEDAW", "CERD", "CAT", "CCPR", "CRC",
     "CRPD", "CED", "CMW", "CD", "JIU", "FCCC", "NPT")
)  # fmt: skip
# Parts that carry their number after a dot, which file names often lose: C.3, L.5, Rev.1.
_DOTTED = frozenset(
    ["C", "L", "AC", "CN", "CONF", "SR", "PV", "INF", "SC", "WG", "GE", "NGO", "Add", "Rev", "Corr", "Amend"]
)


def language_from_name(path: Path) -> tuple[str | None, str]:
    """Language that a file's name or folder declares, and its stem without that mark.

    "A_RES_68_187.fr.txt" gives ("fr", "A_RES_68_187"); "fr/A_RES_68_187.html" the same; a name that is
    nothing but a code ("fra.html") leaves an empty stem. None when nothing declares a language.
    """
    stem = path.name if normalise_language(path.suffix[1:]) and path.stem else path.stem
    stem = stem[:_LONGEST_NAME]
    declared = _declared_in(stem)
    if declared is not None:
        return declared
    folder = path.parent.name
    return (normalise_language(folder), stem) if _ALONE.match(folder) else (None, stem)


# Several steps of reading one file ask for it.
@functools.lru_cache(maxsize=8)
def _declared_in(stem: str) -> tuple[str | None, str] | None:
    """What the stem of a name declares, and the rest of it; None where it declares nothing."""
    if _ALONE.match(stem):
        return normalise_language(stem), ""
    job = _JOB_NUMBER.match(stem)
    if stem.isascii() and _CODES_OF_WORDS.isdisjoint(_SEPARATOR.split(stem.lower())):
        return (_JOB_LETTERS[job["letter"]], job["rest"]) if job else None
    for pattern in (_AT_END, _AT_START):
        match = pattern.match(stem)
        if match and match["rest"].strip(_SEPARATORS):
            return normalise_language(match["code"]), match["rest"].strip(" ")
    if job:
        return _JOB_LETTERS[job["letter"]], job["rest"]
    inside = list(_INSIDE.finditer(stem))
    if len(inside) == 1:
        match = inside[0]
        return normalise_language(match["code"]), stem[: match.start()] + stem[match.end() :]
    return None


def symbol_from_name(file_stem: str) -> str | None:
    """Symbol that a file name spells with "_", "-" or spaces for "/"; None for job numbers and titles.

    "A_RES_68_187.fr", "UN_A_RES_55_100.ar" and "S_RES_1373_2001_EN" are understood.
    """
    stem = file_stem[:_LONGEST_NAME]
    inside = _INSIDE.search(stem)
    stem = (stem[: inside.start()] if inside and inside.start() else stem).rpartition("/")[2]
    declared = _declared_in(stem)
    if declared is not None:
        stem = declared[1]
    tokens = _tokens(stem)
    if tokens[:1] == ["UN"]:
        tokens = tokens[1:]
    if len(tokens) < 2 or tokens[0] not in _ORGANS_OF_NAMES:
        return None
    if tokens[1] == "RES":
        return _resolution(tokens[0], tokens[2:])
    return parse_symbol("/".join([tokens[0], *_leading_segments(tokens[1:])]))


def _tokens(stem: str) -> list[str]:
    separator = r"[_\s/]+" if re.search(r"[_\s/]", stem) else r"-"
    return [token for token in re.split(separator, stem.strip(_SEPARATORS)) if token]


def _resolution(organ: str, tokens: list[str]) -> str | None:
    tokens = [part for token in tokens for part in re.split(r"(?=\()", token) if part]
    if not tokens:
        return None
    number, rest = tokens[0], tokens[1:]
    if organ == "S":
        year = re.fullmatch(r"\(?((?:19|20)\d\d)\)?", rest[0]) if rest else None
        return f"S/RES/{int(number)}({year[1]})" if year and number.isdecimal() else None
    second = rest[0].strip("()") if rest else ""
    if roman_value(second) and second.isupper():
        return parse_symbol(f"{organ}/RES/{number}({second})")
    return parse_symbol(f"{organ}/RES/{number}/{second}") if second else None


def _leading_segments(tokens: list[str]) -> list[str]:
    """Tokens that can be parts of a symbol, "C", "3" joined to "C.3", up to the first that cannot."""
    segments: list[str] = []
    for token in tokens:
        if segments and segments[-1] in _DOTTED and token.isdecimal():
            segments[-1] += f".{token}"
        elif re.fullmatch(r"[A-Z]{1,8}|[A-Z]*\.?\d+(?:\.\d+)?|(?:Add|Rev|Corr|Amend)\.?\d*", token):
            segments.append(token)
        else:
            break
    return segments
