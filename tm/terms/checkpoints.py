"""What an extraction keeps in its working folder, so that it goes on where it was stopped.

One file a language with its texts and candidates, one a language with its rated pairs. The name of a file
has a digest of all that it depends on: the memory, the request and the version of the method. What does not
fit is made anew; files of other requests are left alone. The folder can be deleted at any time between runs.
What is kept is read by memory map, so that a language that is not worked on takes no memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from tm.terms.array_files import BadArrayFile, map_arrays, write_arrays
from tm.terms.candidates import Candidates
from tm.terms.concept_building import RatedPairs
from tm.terms.encoded_texts import EncodedTexts
from tm.terms.pairing import Language, Pairs
from tm.terms.word_classes import WordTable

# Raised with every change of what is kept or of how it is made.
METHOD = 3
Arrays = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The folder in which finished steps are kept. `request` names all that they depend on."""

    folder: Path
    request: str

    def language_path(self, code: str) -> Path:
        """Return where texts and candidates of a language are kept."""
        return self._path(f"candidates-{code}")

    def rated(self, code: str, make: Callable[[], RatedPairs]) -> RatedPairs:
        """Return the rated pairs of a language from their file, or make and keep them."""
        path = self._path(f"pairs-{code}")
        kept = _read(path)
        if kept is not None:
            return _rated(kept)
        made = make()
        write_arrays(path, _rated_arrays(made))
        return made

    def _path(self, step: str) -> Path:
        digest = hashlib.blake2b(f"{METHOD}\n{self.request}\n{step}".encode(), digest_size=8).hexdigest()
        return self.folder / f"{step}-{digest}.arrays"


def keep_language(path: Path, language: Language) -> None:
    """Write texts, candidates and expansions of a language to a file."""
    write_arrays(path, _language_arrays(language))


def kept_language(path: Path) -> Language:
    """Return what `keep_language` wrote, its arrays mapped. Raises `BadArrayFile` and `OSError`."""
    return _language(map_arrays(path, checked=False))


def is_whole(path: Path) -> bool:
    """Say whether there is a file of `write_arrays` of which no byte has changed."""
    return _read(path) is not None


def _read(path: Path) -> Arrays | None:
    try:
        return map_arrays(path, checked=True)
    except (BadArrayFile, OSError):
        # Not there, or damaged: made anew and written over.
        return None


def _language_arrays(language: Language) -> dict[str, Any]:
    texts, table, found = language.texts, language.texts.table, language.candidates
    arrays = {f"found.{one.name}": getattr(found, one.name) for one in fields(Candidates)}
    for name in ("places", "keys", "inner_keys", "own"):
        arrays[f"table.{name}"] = getattr(table, name)
    for name in ("tokens", "offsets", "rows"):
        arrays[f"texts.{name}"] = getattr(texts, name)
    said = [texts.language, texts.vocabulary, table.names, table.own_words, language.expansions]
    arrays["words"] = _packed(said)
    return arrays


def _language(arrays: Arrays) -> Language:
    code, vocabulary, names, own_words, expansions = _unpacked(arrays["words"])
    places, keys, inner, own = (arrays[f"table.{name}"] for name in ("places", "keys", "inner_keys", "own"))
    table = WordTable(places, keys, inner, tuple(names), own, tuple(own_words))
    tokens, offsets, rows = (arrays[f"texts.{name}"] for name in ("tokens", "offsets", "rows"))
    texts = EncodedTexts(code, tuple(vocabulary), tokens, offsets, rows, table)
    found = Candidates(**{one.name: arrays[f"found.{one.name}"] for one in fields(Candidates)})
    return Language(texts, found, expansions)


def _rated_arrays(rated: RatedPairs) -> dict[str, Any]:
    pairs = rated.pairs
    measures = {f"measure.{name}": values for name, values in pairs.measures.items()}
    return {
        "first": pairs.first,
        "second": pairs.second,
        "joint": pairs.joint,
        "probability": rated.probability,
        **measures,
    }


def _rated(arrays: Arrays) -> RatedPairs:
    measures = {
        name.removeprefix("measure."): values
        for name, values in arrays.items()
        if name.startswith("measure.")
    }
    pairs = Pairs(arrays["first"], arrays["second"], arrays["joint"], measures)
    return RatedPairs(pairs, arrays["probability"])


def _packed(value: object) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


def _unpacked(array: np.ndarray[Any, np.dtype[np.uint8]]) -> Any:
    return json.loads(array.tobytes())
