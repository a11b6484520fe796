"""What to say of links whose ids no sentence of a document has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from align.given_links import LinkProblem
from corpora.documents import Document
from corpora.languages import language_name

# So many ids that are not there are named for each link file and set; the others are counted.
_NAMED = 10


def problems_in_words(
    problems: Sequence[LinkProblem], documents: Mapping[str, Document]
) -> tuple[tuple[str, str], ...]:
    """For each link file (its name, what is wrong): ids that no sentence has, the first ones in full."""
    by_file: dict[str, list[LinkProblem]] = {}
    for one in problems:
        by_file.setdefault(one.file, []).append(one)
    told: list[tuple[str, str]] = []
    for file, found in by_file.items():
        told += [(file, _in_words(one, documents)) for one in found[:_NAMED]]
        if len(found) > _NAMED:
            told.append((file, f"{len(found) - _NAMED} more ids that no sentence has"))
    return tuple(told)


def _in_words(problem: LinkProblem, documents: Mapping[str, Document]) -> str:
    version = f"{documents[problem.language].path.as_posix()} ({language_name(problem.language)})"
    return f'line {problem.line}: no sentence of {version} has the id "{problem.id}"'
