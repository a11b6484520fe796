"""Characters of the fonts "Symbol" and "Wingdings", which documents write at places of their own.

`w:sym` of DOCX names them by a code of the private area (F0B3) or of the font (B3). The tables are those of
Adobe's Symbol encoding (Unicode consortium, VENDORS/ADOBE/symbol.txt) and, of Wingdings, boxes, ticks and
arrows: what official documents use.
"""

from __future__ import annotations

_GREEK_CAPITALS = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_GREEK_SMALL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{0x41 + at: letter for at, letter in enumerate(_GREEK_CAPITALS)},
    **{0x61 + at: letter for at, letter in enumerate(_GREEK_SMALL)},
    0x22: "∀", 0x24: "∃", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
    0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃",
    0xCC: "⊂", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏",
    0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•",
    0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_TABLES = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol_character(font: str, code: str) -> str:
    """Return the character of `code` (hexadecimal) in `font`; "" where it is not known.

    >>> symbol_character("Symbol", "F0B3"), symbol_character("Wingdings", "F0FE")
    ('≥', '☑')
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    table = _TABLES.get(font.strip().lower())
    if table is not None:
        place = point - 0xF000 if 0xF000 <= point <= 0xF0FF else point
        return table.get(place, chr(place) if 0x20 <= place < 0x7F else "")
    return chr(point) if 0x20 <= point < 0xD800 else ""
