"""What a user typed: words, "quoted phrases" and words cut off with a star.

Only straight quotation marks make a phrase, because a passage that is pasted as a query has quotations of its
own; a query that stands in one pair of any kind («», “”, 「」) as a whole is a phrase as well.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpora.ordinals import HAN_NUMERALS
from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.lexical.figure_terms import without_symbols
from tm.lexical.words import is_han, surface_words

# Longer than any paragraph of a resolution; a longer query is a document, and ranks nothing.
LONGEST_QUERY_CHARS = 8_000
NOTHING_TO_LOOK_FOR = "The query has no word to look for. Give a word, a number or a symbol."
# Unicode categories of punctuation, spaces, controls and marks: alone they say nothing, as "€" or "😀" may.
_SAYS_NOTHING = frozenset("PZCM")
_WHOLE_QUOTATION = re.compile('\\s*(?:«([^«»"]+)»|[“„]([^“”„"]+)[”“]|[「『《]([^」』》"]+)[」』》])\\s*')
_QUOTED = re.compile('"([^"]*)"')
_CUT_OFF = re.compile(r"(?<!\S)([^\s*]+)\*(?!\S)")


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """The parts of a query.

    `text` is what is ranked by, words of phrases too; `phrases` hold words in order, and each must be there;
    `prefixes` are what words begin with. `symbols` of `text` are normalised, `without_symbols` is the text
    without them.
    """

    text: str
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    without_symbols: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether this is a figure with at most one word, as headings are: "Article 21", 第二十一条, "٥"."""
        words = surface_words(self.text)
        named = [word for word in words if not word.isdigit() and word not in HAN_NUMERALS]
        size = sum(0.5 if is_han(word) else 1.0 for word in named)
        return not self.symbols and len(named) < len(words) and size <= 1.0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.prefixes and not self.phrases and not surface_words(self.text)


def parse_query(query: str) -> LexicalQuery:
    """Return the parts of a query; a quotation mark without its partner counts as a space.

    Raises `QueryError` for a query that is empty, too long, or nothing but punctuation.
    """
    if len(query) > LONGEST_QUERY_CHARS:
        raise QueryError(
            f"The query has {len(query)} characters; at most {LONGEST_QUERY_CHARS} are searched. "
            "Give a passage of it."
        )
    text, _ = clean_text(query)
    if not text:
        raise QueryError("The query is empty. Give a word or a sentence in any language of the memory.")
    if all(unicodedata.category(sign)[0] in _SAYS_NOTHING for sign in text):
        raise QueryError(NOTHING_TO_LOOK_FOR)
    whole = _WHOLE_QUOTATION.fullmatch(text)
    if whole is not None:
        text = f'"{whole[whole.lastindex or 0]}"'
    phrases = [tuple(surface_words(part)) for part in _QUOTED.findall(text)]
    loose = _QUOTED.sub(" ", text).replace('"', " ")
    prefixes = ["".join(surface_words(part)[-1:]) for part in _CUT_OFF.findall(loose)]
    plain = _CUT_OFF.sub(" ", loose).replace("*", " ")
    words = " ".join([plain, *_QUOTED.findall(text)]).strip()
    rest, symbols = without_symbols(words)
    return LexicalQuery(
        text=words,
        symbols=tuple(dict.fromkeys(symbols)),
        without_symbols=rest,
        phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)),
        prefixes=tuple(dict.fromkeys(prefix for prefix in prefixes if prefix)),
    )
