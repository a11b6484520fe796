"""Words of a text in six languages, cut to what their forms have in common.

No dictionary: endings are cut by length, Arabic loses its usual prefixes and suffixes (after the light10
stemmer of Larkey, Ballesteros and Connell 2002), Chinese is taken by pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[一-鿿㐀-䶿]+|[^\W\d_一-鿿㐀-䶿]+")
# What may be a mark on a letter.
_SIGN = re.compile(r"[^\w\s\x00-\x7f]+")
_HAN = re.compile(r"[一-鿿㐀-䶿]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# Letters that are written one for the other at the end of words.
_ALIKE = str.maketrans("ىة", "يه")
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "ية", "يه", "ه", "ي")
_LONGEST, _ENDING, _SHORTEST = 6, 2, 3


def word_stems(text: str) -> list[str]:
    """The words of `text` in order, cut; of Chinese every two neighbouring characters."""
    bare = _SIGN.sub(_without_marks, unicodedata.normalize("NFKD", text.casefold())).replace("\u0640", "")
    found: list[str] = []
    for match in _RUN.finditer(bare):
        word = match.group()
        if _HAN.match(word):
            found.extend(word[k : k + 2] for k in range(len(word) - 1))
        elif _ARABIC.match(word):
            found.append(_arabic_stem(word.translate(_ALIKE)))
        elif len(word) > 1:
            found.append(word[: min(max(len(word) - _ENDING, _SHORTEST), _LONGEST)])
    return found


def _without_marks(found: re.Match[str]) -> str:
    return "".join(sign for sign in found.group() if not unicodedata.combining(sign))


def _arabic_stem(word: str) -> str:
    prefix = next((p for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= _SHORTEST), "")
    word = word[len(prefix) :]
    suffix = next((s for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= _SHORTEST), "")
    return word[: len(word) - len(suffix)]
