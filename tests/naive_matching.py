"""The score S1 written down slowly: tokens character by character, edit distance by the whole table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpora.figures import find_figures
from corpora.ordinals import HAN_NUMERALS, han_value
from corpora.symbols import find_symbols
from tm.text_folding import fold_text

ADDRESS = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./_-]*[A-Za-z0-9/_-]")
DIGITS = re.compile(r"\d+(?:[ \u00a0\u202f.,'’٫٬]\d+)*")
LATIN_OR_CYRILLIC = re.compile("[A-Za-zÀ-ɏЀ-ӿ]")
Token = tuple[str, str]


def naive_tokens(text: str, language: str) -> list[Token]:
    """(kind, value) of each token: "word", "number", "symbol", "address" or "mark"."""
    given = _given(text, language)
    tokens: list[Token] = []
    word = ""
    at = 0
    while at < len(text):
        if at in given:
            end, found = given[at]
            tokens += [("word", word)] * bool(word) + found
            word, at = "", end
            continue
        for character in fold_text(text[at]):
            word = _take(character, word, tokens)
        at += 1
    return tokens + [("word", word)] * bool(word)


def naive_words(text: str, language: str) -> list[Token]:
    return [token for token in naive_tokens(text, language) if token[0] != "mark"]


def naive_distance(a: Sequence[object], b: Sequence[object]) -> int:
    table = [[i + j if i == 0 or j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            replaced = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            table[i][j] = min(replaced, table[i - 1][j] + 1, table[i][j - 1] + 1)
    return table[-1][-1]


def naive_base(query: str, source: str, language: str) -> int:
    a, b = naive_words(query, language), naive_words(source, language)
    larger = max(len(a), len(b))
    return 100 * (larger - naive_distance(a, b)) // larger


def _take(character: str, word: str, tokens: list[Token]) -> str:
    """Add a folded character to the word that goes on, or to the tokens; return the word that goes on."""
    if "CJK" in unicodedata.name(character, "") or character == "〇":
        tokens += [("word", word)] * bool(word) + [("word", character)]
        return ""
    if character.isalpha() or unicodedata.category(character)[0] == "M":
        return word + character
    tokens += [("word", word)] * bool(word)
    if not character.isspace() and unicodedata.category(character) != "Cc":
        tokens.append(("mark", character))
    return ""


def _given(text: str, language: str) -> dict[int, tuple[int, list[Token]]]:
    """Start of what is one token, whatever it is written with, to its end and the token."""
    given: dict[int, tuple[int, list[Token]]] = {}
    for match in ADDRESS.finditer(text):
        given[match.start()] = match.end(), [("address", fold_text(match.group()))]
    # What is left of a broken address would hide the symbols that follow it without a space.
    rest = ADDRESS.sub(_blank, text).replace("://", "|||")
    for symbol in find_symbols(rest):
        given[symbol.start] = symbol.end, [("symbol", symbol.symbol)]
        rest = rest[: symbol.start] + "|" * (symbol.end - symbol.start) + rest[symbol.end :]
    for match in DIGITS.finditer(rest):
        start, end = match.span()
        if start and LATIN_OR_CYRILLIC.match(rest[start - 1]):
            # The digits are of the word: "H2O".
            before = re.search(r"[A-Za-zÀ-ɏЀ-ӿ0-9]+$", rest[:start])
            after = re.match(r"[^\W_\u3005-\u9fff]*", rest[end:])
            assert before is not None
            assert after is not None
            whole = before.group() + match.group() + after.group()
            given[before.start()] = end + len(after.group()), [("word", fold_text(whole))]
            continue
        given[start] = end, [("number", figure.value) for figure in find_figures(match.group(), language)]
    if language == "zh":
        given |= _numerals(text)
    return given


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _numerals(text: str) -> dict[int, tuple[int, list[Token]]]:
    given = {}
    for match in re.finditer(f"[{HAN_NUMERALS}]+", text):
        start, end = match.span()
        around = text[max(0, start - 3) : end + 1]
        values = [
            figure.value
            for figure in find_figures(around, "zh")
            if text[start:end] == around[figure.start : figure.end]
        ]
        if not values and text[end : end + 1] in ("月", "日"):
            values = [str(han_value(match.group()))]
        if values:
            given[start] = end, [("number", values[0])]
    return given
