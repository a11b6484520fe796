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
from pathlib import Path
from threading import Event

from tm.terms.acronyms import Expansions, most_frequent_expansions, note_expansions
from tm.terms.aligned_rows import AlignedRows, texts_of
from tm.terms.candidates import find_candidates
from tm.terms.checkpoints import Checkpoints, keep_language, kept_language
from tm.terms.encoded_texts import encode_texts
from tm.terms.lone_words import without_lone_words
from tm.terms.pairing import Language

# In memories of fewer rows a process takes longer to start than it saves.
LEAST_ROWS_APART = 50_000
# Processes at once: two languages take less memory than the pairs of two.
_AT_ONCE = 2
_SERVE = "from tm.terms.known_languages import serve; serve()"
# How soon a process is stopped when the extraction is.
_LOOK_SECONDS = 0.2


def known_language(numbered: Iterable[tuple[int, str]], language: str, min_frequency: int) -> Language:
    """Return what is known of a language from its texts, given with their rows in ascending order.

    Arabic and Chinese give acronyms in other letters: they have no expansions.
    """
    found: Expansions = {}
    noted = numbered if language in ("ar", "zh") else _noted(numbered, found)
    texts = without_lone_words(encode_texts(noted, language))
    return Language(texts, find_candidates(texts, min_frequency), most_frequent_expansions(found))


def _noted(numbered: Iterable[tuple[int, str]], found: Expansions) -> Iterator[tuple[int, str]]:
    for row, text in numbered:
        note_expansions(text, found)
        yield row, text


@contextmanager
def languages_of(
    rows: AlignedRows, languages: Sequence[str], min_frequency: int, checkpoints: Checkpoints
) -> Iterator[Callable[[str], Language]]:
    """Give a function that returns what is known of a language, made in this order or kept from before.

    In large memories processes work ahead; they are stopped where the block is left.
    """
    if len(rows.unit_ids) < LEAST_ROWS_APART:
        yield lambda code: _made_here(rows, code, min_frequency, checkpoints.language_path(code))
        return
    stopped = Event()
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as threads:
        try:
            arguments = [(rows, code, min_frequency, checkpoints.language_path(code)) for code in languages]
            futures = {one[1]: threads.submit(_made_apart, *one, stopped) for one in arguments}
            yield lambda code: futures[code].result()
        finally:
            stopped.set()
            threads.shutdown(cancel_futures=True)


def _made_here(rows: AlignedRows, code: str, min_frequency: int, path: Path) -> Language:
    kept = kept_language(path)
    if kept is not None:
        return kept
    made = known_language(rows.of(code), code, min_frequency)
    keep_language(path, made)
    # The arrays of what is kept are mapped; those that were made go.
    return kept_language(path) or made


def _made_apart(rows: AlignedRows, code: str, min_frequency: int, path: Path, stopped: Event) -> Language:
    kept = kept_language(path)
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
            texts = Path(folder) / "texts.parquet"
            rows.write(code, texts)
            _run([str(texts), code, str(min_frequency), str(path)], stopped)
        if stopped.is_set():
            raise InterruptedError("The extraction was stopped.")
    # Where the process came to grief, the same is done here, and an error is raised where it can be seen.
    return _made_here(rows, code, min_frequency, path)


def _run(arguments: list[str], stopped: Event) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        while process.poll() is None:
            if stopped.wait(_LOOK_SECONDS):
                process.kill()


def serve() -> None:
    """Find what the arguments ask for: texts of a language, its code, the least frequency, the file to write."""
    texts, code, min_frequency, path = sys.argv[1:]
    keep_language(Path(path), known_language(texts_of(Path(texts)), code, int(min_frequency)))
