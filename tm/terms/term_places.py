"""The places in a term that a word may take, as bits of one number."""

from __future__ import annotations

# It may begin a term, end one, stand inside; CONTENT counts towards the length, ALONE may be a whole term.
START, END, INSIDE, CONTENT, ALONE = 1, 2, 4, 8, 16
ANYWHERE = START | END | INSIDE | CONTENT | ALONE
NOWHERE = 0
# What begins a term and is none alone, such as an adjective before its noun; and one after it.
BEGINS = START | INSIDE | CONTENT
ENDS = INSIDE | END | CONTENT
