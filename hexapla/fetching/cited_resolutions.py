"""From the number of a cited resolution to its symbol: which organ adopted it.

"67/99" alone names no organ. The name of an organ beside it tells, then whose document cites it, then the
form of the number (the General Assembly numbers by session, the Security Council by year).
"""

from __future__ import annotations

import re

from corpora.ordinals import roman_value

_NEAR_CHARS = 80
_ORGANS = {
    "A/HRC/RES": re.compile(
        r"human rights council|conseil des droits de l.homme|consejo de derechos humanos"
        r"|совет\w* по правам человека|مجلس حقوق الإنسان|人权理事会",
        re.IGNORECASE,
    ),
    "A/RES": re.compile(
        r"general assembly|assemblée générale|asamblea general|генеральн\w+ ассамбле\w+|الجمعية العامة|大会",
        re.IGNORECASE,
    ),
}
_COMMISSION = re.compile(r"commission on|commission d|comisión de|комисси\w+|لجنة|委员会", re.IGNORECASE)
# What stands before a number in five languages, and after it in Chinese. A decision has no document.
_KIND_BEFORE = re.compile(
    r"(?P<decision>\bd[ée]cisions?\b|\bdecisi(?:ón|ones)\b|решени\w+|مقرر\w*)"
    r"|(?P<resolution>\br[ée]solutions?\b|\bresoluci(?:ón|ones)\b|резолюци\w+|قرار\w*)",
    re.IGNORECASE,
)
_CHINESE_DECISION = re.compile(r"\s*号?[和、,，]?\s*[决決]定")
# The Council began in 2006 and has three regular sessions a year; the Assembly was in its 61st session then.
_LAST_COUNCIL_SESSION = 90
_FIRST_ASSEMBLY_SLASH_SESSION = 31
_LAST_ASSEMBLY_ROMAN_SESSION = 30


def symbol_of_number(number: str, before: str, after: str, own_symbol: str | None) -> str | None:
    """Return the symbol of a resolution: "67/99" is A/RES/67/99. None where its organ is not clear.

    `number` as `corpora.symbols` normalises it; `before` and `after` are the text on its sides; `own_symbol`
    is that of the citing document.
    """
    before, after = before[-_NEAR_CHARS:], after[:_NEAR_CHARS]
    if match := re.fullmatch(r"(\d+)\((\d{4})\)", number):
        return f"S/RES/{number}"
    if match := re.fullmatch(r"\d+[A-Z]?\((?P<special>E?S-)?(?P<roman>[IVXLC]+)\)", number):
        of_assembly = match["special"] or (roman_value(match["roman"]) or 0) <= _LAST_ASSEMBLY_ROMAN_SESSION
        return f"{'A' if of_assembly else 'E'}/RES/{number}"
    match = re.fullmatch(r"(?P<special>E?S-)?(?P<session>\d+)/\d+[A-Z]?", number)
    if match is None:
        return None
    session = int(match["session"])
    if not match["special"] and 1978 <= session <= 2100:
        return None if _COMMISSION.search(before + " " + after) else f"E/RES/{number}"
    prefix = _organ_beside(before, after) or _organ_of_document(own_symbol)
    if prefix == "A/HRC/RES" and session <= _LAST_COUNCIL_SESSION:
        return f"{prefix}/{number}"
    if match["special"] or session >= _FIRST_ASSEMBLY_SLASH_SESSION:
        return f"A/RES/{number}"
    return None


def is_decision(before: str, after: str) -> bool:
    """Whether a number is that of a decision by the words on its sides, in six languages."""
    kinds = [match.lastgroup for match in _KIND_BEFORE.finditer(before[-2 * _NEAR_CHARS :])]
    return kinds[-1:] == ["decision"] or _CHINESE_DECISION.match(after) is not None


def _organ_beside(before: str, after: str) -> str | None:
    """The organ that is named nearest, on either side."""
    distances: list[tuple[int, str]] = []
    for prefix, pattern in _ORGANS.items():
        distances += [(len(before) - match.end(), prefix) for match in pattern.finditer(before)]
        distances += [(match.start(), prefix) for match in pattern.finditer(after)]
    return min(distances)[1] if distances else None


def _organ_of_document(own_symbol: str | None) -> str | None:
    return "A/HRC/RES" if (own_symbol or "").startswith("A/HRC/") else None
