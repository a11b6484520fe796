"""The step of a build that looks for versions by content among the sets with one language."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from align.encoders import Encoder
from corpora.documents import Document
from corpora.errors import CorporaError
from corpora.grouping import FileSet, ReadFile
from hexapla.build_results import Proposal
from hexapla.document_reading import Progress, Shelf, read_version
from hexapla.proposals import find_links, join_groups, link_groups, proposals_of


def propose(
    sets: Sequence[FileSet],
    shelf: Shelf,
    encoder: Encoder,
    *,
    pivot: str,
    accept: bool,
    joined_before: Collection[frozenset[str]] = (),
    progress: Progress,
) -> tuple[tuple[FileSet, ...], tuple[Proposal, ...]]:
    """Return the sets, with `accept` joined as proposed, and the proposals.

    `joined_before`: the file names of each set that the memory holds. What an earlier build has joined
    stays joined.
    """
    alone = [one for one in sets if len(one.files) == 1 and not one.from_manifest]
    # Where every lone set speaks the same language and there is no other set, nothing can be found.
    if not alone or len({language for one in sets for language in one.languages}) < 2:
        return tuple(sets), ()
    progress("compare", 0, 1)
    documents = {}
    for one in sets:
        file = _representative(one, pivot)
        document = None if one.from_manifest else _document(file, shelf)
        if document is not None:
            documents[file.found.name] = document
    groups = link_groups(sets, find_links(sets, documents, encoder))
    progress("compare", 1, 1)
    accepted = [group for group in groups if accept or _was_joined(sets, group[0], joined_before)]
    return join_groups(sets, accepted, pivot), proposals_of(sets, groups, accepted=accepted)


def _was_joined(
    sets: Sequence[FileSet], places: Sequence[int], joined_before: Collection[frozenset[str]]
) -> bool:
    names = {file.found.name for place in places for file in sets[place].files}
    return any(names <= earlier for earlier in joined_before)


def _representative(files: FileSet, pivot: str) -> ReadFile:
    """Return the version in the pivot language, else the first."""
    return min(files.files, key=lambda file: (file.language != pivot, file.language))


def _document(file: ReadFile, shelf: Shelf) -> Document | None:
    known = shelf.documents.get(file.found.path)
    if known is not None:
        return known
    try:
        document = read_version(file.found, shelf.options)
    except (CorporaError, OSError):
        # It was readable a moment ago; what became of it is said when its set is aligned.
        return None
    shelf.keep(document)
    return document
