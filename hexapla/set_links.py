"""The links of a build by document set: sets joined as links join their files, and what each set is given."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from align.given_links import DocumentLinks
from corpora.discovery import Remark
from corpora.grouping import FileSet
from hexapla.link_inputs import LinkedFiles
from hexapla.proposals import join_groups

SetLinks = Mapping[str, Sequence[DocumentLinks]]


def join_linked_sets(
    sets: Sequence[FileSet], linked: Sequence[LinkedFiles], pivot: str
) -> tuple[tuple[FileSet, ...], list[Remark]]:
    """Make one set of the sets of linked files; not against a manifest, and no language comes twice."""
    home = {file.found.name: place for place, one in enumerate(sets) for file in one.files}
    members = {place: [place] for place in range(len(sets))}
    leads = {place: place for place in members}
    remarks: dict[str, Remark] = {}
    for one in linked:
        names = one.source.found.name, one.target.found.name
        left_out = [name for name in names if name not in home]
        if left_out:
            reason = f"line {one.line}: the links of {left_out[0]} are not used, for it was left out"
            remarks.setdefault(reason, Remark(one.file, reason, severity="warning"))
            continue
        first, second = sorted(leads[home[name]] for name in names)
        if first == second:
            continue
        problem = _against(sets, members[first], members[second])
        if problem:
            reason = f"line {one.line}: the links of {names[0]} with {names[1]} are not used: {problem}"
            remarks.setdefault(reason, Remark(one.file, reason, severity="warning"))
            continue
        members[first] += members.pop(second)
        leads.update(dict.fromkeys(members[first], first))
    groups = [(sorted(places), 1.0) for places in members.values() if len(places) > 1]
    return (join_groups(sets, groups, pivot) if groups else tuple(sets)), list(remarks.values())


def _against(sets: Sequence[FileSet], first: Sequence[int], second: Sequence[int]) -> str:
    """Why two groups of sets cannot be one; "" where they can."""
    together = [sets[place] for place in (*first, *second)]
    if any(one.from_manifest for one in together):
        return "the manifest puts them into different sets"
    counts = Counter(language for one in together for language in one.languages)
    twice = sorted(language for language, count in counts.items() if count > 1)
    return f"their sets have two versions in {', '.join(twice)}" if twice else ""


def links_of_sets(sets: Sequence[FileSet], linked: Sequence[LinkedFiles]) -> dict[str, list[DocumentLinks]]:
    """The links of each set, by its name, in an order that depends on nothing but their content and names."""
    home = {file.found.name: one.name for one in sets for file in one.files}
    found: dict[str, list[DocumentLinks]] = {}
    for one in sorted(linked, key=lambda one: (one.file.as_posix(), one.line)):
        names = {home.get(file.found.name) for file in (one.source, one.target)}
        name = names.pop()
        if not names and name is not None:
            links = DocumentLinks(one.source.language, one.target.language, str(one.file), one.links)
            found.setdefault(name, []).append(links)
    return found


def links_key(links: Iterable[DocumentLinks]) -> str:
    """What the links of a set say, whatever their files are called: part of what names the finished set."""
    said = sorted(
        json.dumps(
            [
                one.source_language, one.target_language,
                [[link.sources, link.targets, link.certainty] for link in one.links],
            ]
        )
        for one in links
    )  # fmt: skip
    return hashlib.sha256("\n".join(said).encode()).hexdigest() if said else ""
