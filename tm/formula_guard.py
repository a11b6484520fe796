"""Cells of a text file that a spreadsheet would take for a formula: guarded, and given back unchanged.

A program that opens a CSV file runs what begins with = + - @ as a formula (OWASP: CSV injection). Such a cell
gets one apostrophe in front, and so does a cell that begins with apostrophes before such a sign; reading
takes one away from exactly these. No two texts become alike, so every text comes back as it was.
"""

from __future__ import annotations

import re

# The full-width signs are formulas to programs that are set to Japanese or Chinese.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r＝＋－＠]")


def guard_formula(text: str) -> str:
    """Return the text as it may stand in a CSV file.

    >>> guard_formula("=1+1"), guard_formula("'- a"), guard_formula("'tis")
    ("'=1+1", "''- a", "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Return the text that `guard_formula` was given.

    >>> unguard_formula("'=1+1"), unguard_formula("'tis"), unguard_formula("-5")
    ('=1+1', "'tis", '-5')
    """
    return text[1:] if _GUARDED.match(text) else text
