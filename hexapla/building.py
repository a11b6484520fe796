"""Builds a memory from documents: a map over document sets, then a publication.

    files -> what they are -> document sets -> (joined by links, by content) -> finished sets -> a generation

A set that is finished already is not aligned again, so that a build is incremental and resumes after a
kill. A bad file never stops a build: it is left out, with its reason in the result and in the report.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from align.encoders import Encoder, load_encoder
from align.errors import AlignError
from corpora.discovery import Remark
from corpora.errors import CorporaError
from corpora.grouping import FileSet, Grouping, group_files
from corpora.languages import normalise_language
from corpora.reading_options import USUAL, ReadingOptions
from hexapla.build_findings import findings_of_proposals, findings_of_sets, sorted_findings
from hexapla.build_inputs import BuildInputs, collect_inputs, remember_inputs
from hexapla.build_results import BuildResult, SetSummary, finding_of, finish_result, summarise_set
from hexapla.document_reading import UNFORESEEN, Progress, Reading, Shelf, defect_in_words, read_files
from hexapla.earlier_sets import (
    EarlierSets,
    earlier_sets,
    files_of_published_sets,
    names_of_published_sets,
    refuse_other_folder,
)
from hexapla.encoder_words import encoder_in_words
from hexapla.link_inputs import LinkedFiles, read_links
from hexapla.lock_files import read_locks
from hexapla.proposing import propose
from hexapla.report import Finding, render_report
from hexapla.set_building import FinishedSet, delete_orphans, digest_of_set, finish_set, load_finished
from hexapla.set_links import SetLinks, join_linked_sets, links_key, links_of_sets
from hexapla.set_locks import SetLocks
from tm.changes.change_journal import read_changes
from tm.errors import IdCollision
from tm.kept_findings import FINDINGS_NAME
from tm.memory_folder import (
    REPORT_NAME,
    cache_folder,
    imported_sets,
    published_generation,
    published_manifest,
)
from tm.publication import publish
from tm.review_journal import decisions
from tm.vector_cache import CachedEncoder

__all__ = ["BuildResult", "build"]


@dataclass(frozen=True, slots=True)
class _Finished:
    """The sets of this build, by what became of them, and the files of sets that could not be aligned."""

    new: tuple[FinishedSet, ...]
    unchanged: tuple[FinishedSet, ...]
    left_out: tuple[Remark, ...]


def build(
    inputs: Sequence[Path | str],
    out: Path | str,
    *,
    pivot: str = "fr",
    encoder: str = "default",
    manifest: Path | str | None = None,
    locks: Path | str | None = None,
    options: ReadingOptions = USUAL,
    sync: bool = False,
    accept_proposals: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Read the documents in `inputs` (folders and files), align their versions, publish the memory `out`.

    A second build on a memory adds and updates; with `sync` it also removes what is no longer among the
    inputs. `manifest` is a CSV that overrides what names say (`corpora.manifest`). Files that only their
    content puts together are proposed, and joined with `accept_proposals`; what was joined once stays
    joined. `progress` is told (stage, done, total); the stages are "read", "compare", "align" and "index".

    `options` choose the view of tracked changes and whether pictures of pages are read; they hold for all
    files of the memory. `locks` is a file of beads that a person confirmed or refused (docs/locks.md);
    sets whose locks have changed are aligned again. Link files among the inputs are the alignment of the
    documents that they name (docs/parallel-corpora.md).

    The same inputs and settings give the same units, in any order of inputs. Where nothing could be read,
    nothing is published and a memory that is there stays as it is.

    Raises `ManifestError` for a wrong manifest, `LockError` for a wrong file of locks,
    `AlignError` for an encoder that cannot be loaded,
    `MemoryFolderError` for a folder that holds something else, or a memory that is damaged or being
    written. Never raises for a bad document.
    """
    memory = Path(out)
    refuse_other_folder(memory)
    tell = progress or _silent
    lock_file = None if locks is None else read_locks(Path(locks))
    wanted = normalise_language(pivot) or pivot
    found = collect_inputs(_paths(inputs), memory, manifest=_path(manifest), sync=sync)
    shelf = Shelf(options=options)
    reading = read_files(found.files, found.ledger, shelf, tell)
    grouping, linked = _with_links(group_files(reading.files), found, reading, wanted)
    if not grouping.sets:
        return _nothing_done(memory, found, reading, grouping)
    model = load_encoder(encoder)
    published = published_manifest(memory)
    known = {entry.digest for entry in published.sets} if published is not None else None
    with CachedEncoder(model, cache_folder(memory)) as cached:
        sets, proposals = propose(
            grouping.sets,
            shelf,
            cached,
            pivot=wanted,
            accept=accept_proposals,
            joined_before=files_of_published_sets(memory, published),
            progress=tell,
        )
        by_set = SetLocks(lock_file, sets, names_of_published_sets(memory, published))
        links = links_of_sets(sets, linked)
        finished = _finish_sets(memory, sets, cached, wanted, shelf, tell, by_set, links)
    earlier = earlier_sets(memory, [*finished.new, *finished.unchanged], found, sync=sync)
    left_out, findings = _findings(found, reading, grouping, finished, earlier)
    left_out = sorted_findings([*left_out, *by_set.stale([*finished.new, *finished.unchanged])])
    findings = sorted_findings([*findings, *findings_of_proposals(proposals), *by_set.unused()])
    generation = _publish(memory, earlier, model, encoder, left_out, findings, tell)
    findings = sorted_findings([*findings, *_stale_reviews(memory)])
    remember_inputs(memory, found, reading, options)
    summaries = _summaries(finished, earlier, known)
    return finish_result(memory, generation, summaries, left_out, findings, proposals)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def _path(path: Path | str | None) -> Path | None:
    return None if path is None else Path(path)


def _paths(inputs: Sequence[Path | str]) -> list[Path]:
    # A string is a sequence of strings: without this, build("DOCS", ...) would look for files "D", "O",
    # "C", "S".
    return [Path(inputs)] if isinstance(inputs, str) else [Path(path) for path in inputs]


def _with_links(
    grouping: Grouping, found: BuildInputs, reading: Reading, pivot: str
) -> tuple[Grouping, Sequence[LinkedFiles]]:
    """Read the link files; return the sets, those of linked files joined, and the files with their links."""
    linked, told = read_links(found.links, reading.files)
    sets, refused = join_linked_sets(grouping.sets, linked, pivot)
    return replace(grouping, sets=sets, remarks=(*grouping.remarks, *told, *refused)), linked


def _finish_sets(
    memory: Path,
    sets: Sequence[FileSet],
    encoder: Encoder,
    pivot: str,
    shelf: Shelf,
    progress: Progress,
    locks: SetLocks,
    links: SetLinks,
) -> _Finished:
    """Align every set that is not finished yet."""
    new: list[FinishedSet] = []
    unchanged: list[FinishedSet] = []
    left_out: list[Remark] = []
    for number, files in enumerate(sets, 1):
        given = links.get(files.name, ())
        keys = locks.keys(files.name)
        digest = digest_of_set(files, pivot, encoder, keys, reading=shelf.options.key, links=links_key(given))
        finished = load_finished(memory, digest)
        if finished is not None:
            unchanged.append(finished)
        else:
            try:
                new.append(
                    finish_set(
                        memory, files, digest, encoder, pivot=pivot, shelf=shelf, locks=locks, links=given
                    )
                )
            except (CorporaError, AlignError, IdCollision) as error:
                left_out.extend(_of_failed_set(files, str(error)))
            except UNFORESEEN as error:
                left_out.extend(_of_failed_set(files, defect_in_words("aligning it", error)))
        progress("align", number, len(sets))
    return _Finished(tuple(new), tuple(unchanged), tuple(left_out))


def _of_failed_set(files: FileSet, problem: str) -> list[Remark]:
    reason = f'its document set "{files.name}" could not be aligned: {problem}'
    return [Remark(file.found.shown, reason) for file in files.files]


def _findings(
    found: BuildInputs, reading: Reading, grouping: Grouping, finished: _Finished, earlier: EarlierSets
) -> tuple[list[Finding], list[Finding]]:
    """Return what was left out, and what else to know: the remarks of all steps, by their severity."""
    remarks = [
        *found.remarks,
        *reading.remarks,
        *grouping.left_out,
        *grouping.remarks,
        *finished.left_out,
    ]
    told = sorted_findings(finding_of(remark) for remark in remarks)
    findings = [finding for finding in told if finding.severity != "error"]
    findings += earlier.findings
    findings += [
        Finding("warning", *problem)
        for one in (*finished.new, *finished.unchanged)
        for problem in one.link_problems
    ]
    findings += findings_of_sets(earlier.sets)
    return [finding for finding in told if finding.severity == "error"], sorted_findings(findings)


def _publish(
    memory: Path,
    earlier: EarlierSets,
    model: Encoder,
    encoder_name: str,
    left_out: Sequence[Finding],
    findings: Sequence[Finding],
    progress: Progress,
) -> str | None:
    """Publish a generation unless the published one is the same; return its name, None without any set."""
    if not earlier.sets:
        return None
    report = render_report(
        [one.report for one in earlier.sets],
        left_out=left_out,
        findings=findings,
        encoder=encoder_in_words(encoder_name, model.identity),
    )
    # What was imported comes from no input: it stays, whatever becomes of the documents.
    digests = [*(one.digest for one in earlier.sets), *imported_sets(memory)]
    if not _is_published(memory, digests, model, report):
        publish(
            memory,
            digests,
            model,
            report,
            encoder_name=encoder_name,
            findings={one.digest: one.report.findings or () for one in earlier.sets},
            progress=lambda done, total: progress("index", done, total),
        )
        delete_orphans(memory)
    generation = published_generation(memory)
    return generation.name if generation is not None else None


def _stale_reviews(memory: Path) -> list[Finding]:
    """Warn of what people decided about texts or units that are no longer there."""
    manifest = published_manifest(memory)
    if manifest is None:
        return []
    changed = "what a reviewer decided of it is not applied: its text has changed. Try: review it again"
    apart = "a reviewer edited the paragraph or a sentence of it, and the other has the old text"
    gone = "what a reviewer decided of it is not applied: the unit is not there"
    back = "it was deleted and is there again: its text has changed. Try: hexapla delete, if it should go"
    return [
        *(Finding("warning", unit, changed) for unit in manifest.reviews.stale),
        *(Finding("info", unit, gone) for unit in manifest.reviews.unknown),
        *(Finding("info", unit, apart) for unit in manifest.reviews.unsettled),
        *(Finding("warning", unit, back) for unit in manifest.changes.stale),
    ]


def _is_published(memory: Path, digests: Sequence[str], model: Encoder, report: str) -> bool:
    manifest, generation = published_manifest(memory), published_generation(memory)
    if manifest is None or generation is None:
        return False
    if manifest.reviews.decisions != len(decisions(memory)) or read_changes(memory, manifest.changes.number):
        return False
    same_sets = sorted(entry.digest for entry in manifest.sets) == sorted(set(digests))
    if not same_sets or dict(manifest.encoder.identity) != dict(model.identity):
        return False
    path = generation / REPORT_NAME
    if not (generation / FINDINGS_NAME).is_file():
        return False
    return path.is_file() and path.read_text(encoding="utf-8") == report


def _summaries(finished: _Finished, earlier: EarlierSets, known: Set[str] | None) -> list[SetSummary]:
    """Tell the state of each set; `known` holds the digests of the generation before, if there was one."""
    states = {one.digest: "new" for one in finished.new}
    for one in finished.unchanged:
        # Aligned by an earlier build, yet new to readers: say, what is left of a set that lost a version.
        states[one.digest] = "unchanged" if known is None or one.digest in known else "new"
    return [
        summarise_set(one.report, one.symbol, one.files, states.get(one.digest, "gone"))
        for one in earlier.sets
    ]


def _nothing_done(memory: Path, found: BuildInputs, reading: Reading, grouping: Grouping) -> BuildResult:
    remarks = [*found.remarks, *reading.remarks, *grouping.left_out]
    told = sorted_findings(finding_of(remark) for remark in remarks)
    left_out = [finding for finding in told if finding.severity == "error"]
    findings = [finding for finding in told if finding.severity != "error"]
    if not told:
        findings = [Finding("warning", "", "no document was found among the inputs")]
    return finish_result(memory, None, (), left_out, findings)
