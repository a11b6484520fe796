"""What is known of each language, made one after another or by processes of their own.

A process that ends gives back all that it took: the texts and runs of its language, and the dictionaries of
its words. What it found is in the working folder, from where it is mapped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tm.atomic_files import TEMPORARY_PREFIX
from tm.terms.acronyms import Expansions, most_frequent_expansions, note_expansions
from tm.terms.aligned_rows import AlignedRows, texts_of
from tm.terms.candidates import ANY_KEYNESS, LEAST_KEYNESS, find_candidates
from tm.terms.checkpoints import Checkpoints, is_whole, keep_language, kept_language
from tm.terms.encoded_texts import encode_texts
from tm.terms.lone_words import without_lone_words
from tm.terms.pairing import Language

# In memories of fewer rows a process takes longer to start than it saves.
LEAST_ROWS_APART = 50_000
# Two languages take less memory than the pairs of two do, beside which only one more is made.
_AT_ONCE = 2
_SERVE = "from tm.terms.known_languages import serve; serve()"
# How soon a process is stopped when the extraction is.
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a language in an extraction: the pivot, which has the terms, or one of their renderings.

    A candidate stands in at least `min_rows` rows; a single word has at least `least_keyness`.
    """

    min_rows: int
    least_keyness: float


def least_shared_rows(min_frequency: int) -> int:
    """Return in how many rows a term of so many rows and its rendering stand together at least."""
    return min(2, min_frequency)


def pivot_part(min_frequency: int) -> Part:
    """Return the part of the pivot: a term stands in `min_frequency` rows, and is special to these texts."""
    return Part(min_frequency, LEAST_KEYNESS)


def rendering_part(min_frequency: int) -> Part:
    """Return the part of the others: a rendering stands in as many rows as it shares with a term at least."""
    return Part(least_shared_rows(min_frequency), ANY_KEYNESS)


def known_language(numbered: Iterable[tuple[int, str]], language: str, part: Part) -> Language:
    """Return what is known of a language from its texts, given with their rows in ascending order.

    Arabic and Chinese give acronyms in other letters: they have no expansions.
    """
    found: Expansions = {}
    noted = numbered if language in ("ar", "zh") else _noted(numbered, found)
    texts = without_lone_words(encode_texts(noted, language))
    candidates = find_candidates(texts, part.min_rows, part.least_keyness)
    return Language(texts, candidates, most_frequent_expansions(found))


def _noted(numbered: Iterable[tuple[int, str]], found: Expansions) -> Iterator[tuple[int, str]]:
    for row, text in numbered:
        note_expansions(text, found)
        yield row, text


@contextmanager
def languages_of(
    rows: AlignedRows, languages: Sequence[str], min_frequency: int, checkpoints: Checkpoints
) -> Iterator[Callable[[str], Language]]:
    """Give a function that returns what is known of a language, mapped anew with every call.

    The first language is the pivot. They are asked for in this order, and made then if they are not kept from
    before. In large memories a process works ahead by one language, and is stopped where the block is left.
    """
    pivot, other = pivot_part(min_frequency), rendering_part(min_frequency)
    making = [
        _Making(rows, code, other if number else pivot, checkpoints.language_path(code), Event())
        for number, code in enumerate(languages)
    ]
    if len(rows.unit_ids) < LEAST_ROWS_APART:
        by_code = dict(zip(languages, making, strict=True))
        yield lambda code: _made_here(by_code[code])
        return
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        # The first two at once: nothing else is done before there are two.
        futures = [threads.submit(_make_apart, one) for one in making[:2]]

        def language_of(code: str) -> Language:
            number = languages.index(code)
            futures[number].result()
            if 0 < number == len(futures) - 1 and len(futures) < len(making):
                futures.append(threads.submit(_make_apart, making[number + 1]))
            return _made_here(making[number])

        try:
            yield language_of
        finally:
            for one in making:
                one.stopped.set()


@dataclass(frozen=True, slots=True, eq=False)
class _Making:
    """How a language is made: into the file `path`, until `stopped` is set."""

    rows: AlignedRows
    code: str
    part: Part
    path: Path
    stopped: Event


def _made_here(making: _Making) -> Language:
    if not is_whole(making.path):
        texts = making.rows.of(making.code)
        keep_language(making.path, known_language(texts, making.code, making.part))
    # Mapped from the file even if just made: so the arrays that were made go.
    return kept_language(making.path)


def _make_apart(making: _Making) -> None:
    """Have the file made by a process, unless it is there.

    Where the process comes to grief, the same is done by `_made_here`, where an error can be seen.
    """
    if not making.stopped.is_set() and not is_whole(making.path):
        making.path.parent.mkdir(parents=True, exist_ok=True)
        # Beside what is kept, since a system may have its temporary files in memory.
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=making.path.parent) as folder:
            texts = Path(folder) / "texts.parquet"
            making.rows.write(making.code, texts)
            part = (str(making.part.min_rows), repr(making.part.least_keyness))
            arguments = [str(texts), making.code, *part, str(making.path)]
            _run(arguments, folder, making.stopped)


def _run(arguments: list[str], folder: str, stopped: Event) -> None:
    """Run `serve`, its temporary files in the folder: so they go even if it is killed."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    environment = {**os.environ, **temporary, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _SERVE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        while process.poll() is None:
            if stopped.wait(_LOOK_SECONDS):
                process.kill()


def serve() -> None:
    """Make the file that the arguments name last: of texts, their language and its part."""
    texts, code, min_rows, least_keyness, path = sys.argv[1:]
    part = Part(int(min_rows), float(least_keyness))
    keep_language(Path(path), known_language(texts_of(Path(texts)), code, part))
