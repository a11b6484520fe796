"""A memory as its users see it: opened for reading, searched, listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from align.encoders import Encoder, PreparedEncoder, load_encoder
from align.finding import FindingKind
from tm.canaries import refuse_other_encoder
from tm.changes.applied_changes import unpublished
from tm.changes.change_journal import read_changes
from tm.changes.changing import add_unit, delete_unit, restore_unit
from tm.changes.new_unit import NewUnit
from tm.changes.pending_changes import PendingChanges
from tm.concordance import ConcordanceHit
from tm.concordancing.occurrence_search import PhraseRequest, find_occurrences
from tm.concordancing.rendering_tables import RenderingTable, rendering_tables
from tm.errors import MemoryDamaged, QueryError
from tm.kept_findings import KeptFinding, read_findings, select_findings
from tm.lexical.lexical_index import LexicalIndex, lexical_index_in_memory, read_lexical_index
from tm.lexical.lexical_search import LexicalChanges
from tm.manifest import Manifest, read_manifest
from tm.matching.index_files import IndexPlace
from tm.matching.match import Match, MatchAnswer, MatchRequest, Neighbours
from tm.matching.matcher import Matcher, check_request
from tm.matching.neighbouring_lines import with_neighbours
from tm.memory_folder import REPORT_NAME, lexical_folder, require_generation, units_path, vectors_folder
from tm.passage_store import PassageStore, open_passages
from tm.row_selections import RowSelections
from tm.search import Hit, NumberedUnits, check_search, read_hits
from tm.search_batches import BatchSettings, SearchAnswer, SearchQuery, answer_queries
from tm.search_filters import Filters
from tm.search_modes import SearchRequest, find_units
from tm.search_table import SearchTable, load_search_table, scan_search_columns
from tm.units import LEVELS, with_added_columns
from tm.vector_index import VectorIndex, read_index
from tm.vector_search import IndexSearch, VectorSearch


@dataclass(frozen=True, slots=True)
class MemoryInfo:
    """What a memory holds. `languages` gives paragraph variants a language.

    `unpublished_added` and `unpublished_deleted` count the units that were changed since the publication.
    """

    folder: Path
    generation: str
    documents: int
    sets: int
    languages: Mapping[str, int]
    paragraph_units: int
    sentence_units: int
    variants: int
    encoder: Mapping[str, str | int]
    encoder_name: str
    index: str
    vectors: int
    zero_vectors: int
    corpus_digest: str
    format_version: int
    size_bytes: int
    symbols: tuple[str, ...] = field(default=())
    unpublished_added: int = 0
    unpublished_deleted: int = 0


class Memory:
    """One published generation, for reading; a build that publishes meanwhile does not disturb it."""

    def __init__(self, folder: Path, generation: Path, manifest: Manifest, encoder: Encoder | None) -> None:
        self.folder = folder
        self.generation = generation
        self.manifest = manifest
        self._given_encoder = encoder
        self._matchers: dict[str, Matcher] = {}
        self._selections: RowSelections | None = None
        self._units_added = 0

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text in the memory, sorted."""
        return tuple(sorted(self.manifest.languages))

    @property
    def report_path(self) -> Path:
        """The report of the build that made this generation."""
        return self.generation / REPORT_NAME

    def units(self) -> pl.LazyFrame:
        """Return the table of units: columns `tm.units.UNIT_SCHEMA`, both levels, in order."""
        return with_added_columns(pl.scan_parquet(units_path(self.generation)))

    def findings(self, *, language: str | None = None, kind: FindingKind | None = None) -> list[KeptFinding]:
        """Return what differs between versions, sorted by set, in the order of the rows; None selects all.

        Raises `FindingsMissing` for a memory that was built before findings were kept.
        """
        return select_findings(read_findings(self.generation), language=language, kind=kind)

    def info(self) -> MemoryInfo:
        """Return what the memory holds."""
        manifest, counts = self.manifest, self.manifest.counts
        added, deleted = unpublished(read_changes(self.folder), self.known_changes)
        return MemoryInfo(
            folder=self.folder,
            generation=self.generation.name,
            documents=counts["documents"],
            sets=len(manifest.sets),
            languages=dict(manifest.languages),
            paragraph_units=counts["paragraph_units"],
            sentence_units=counts["sentence_units"],
            variants=counts["paragraph_variants"] + counts["sentence_variants"],
            encoder=dict(manifest.encoder.identity),
            encoder_name=manifest.encoder.name,
            index=manifest.index.factory,
            vectors=manifest.index.vectors,
            zero_vectors=manifest.index.zero_vectors,
            corpus_digest=manifest.corpus_digest,
            format_version=manifest.format_version,
            size_bytes=sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()),
            symbols=tuple(sorted({entry.symbol for entry in manifest.sets if entry.symbol})),
            unpublished_added=added,
            unpublished_deleted=deleted,
        )

    def search(
        self,
        query: str,
        *,
        languages: Sequence[str] | None = None,
        k: int = 10,
        level: str = "paragraph",
        mode: str = "dense",
        filters: Filters | None = None,
    ) -> list[Hit]:
        """Return the `k` units that answer `query` best, best first; fewer only if no more answer.

        `mode` is "dense" (by meaning), "lexical" (by words: docs/search.md) or "hybrid" (both, fused as
        `tm.hybrid_search` says). `languages` restricts the passages searched, over the whole memory; None
        searches all; so do `filters`. Raises `QueryError` for an empty query, one that is too long, an
        unknown language, level, mode or filter, k < 1; `EncoderMismatch` if the encoder is not the one that
        built the memory.
        """
        self.refresh()
        known = self.searched_languages
        check_search(level, k, languages, known)
        search = SearchRequest(query, languages or known, k, level, mode, filters or Filters())
        found = find_units(self, search)
        return read_hits(self.pending, self.pending, found, level)

    def add_unit(self, unit: NewUnit) -> str:
        """Add a unit and return its id; the next search finds it, in every process, and every build keeps it.

        Other uses than search see it once the memory is published anew (`hexapla compact`). Raises
        `QueryError` for a unit that cannot be or that the memory has, `MemoryDamaged`.
        """
        if self._units_added == 1 and isinstance(self.encoder, PreparedEncoder):
            # Whoever adds a second unit goes on to add, long ones too: none of them is to wait.
            self.encoder.prepare()
        unit_id = add_unit(self, unit)
        self._units_added += 1
        return unit_id

    def delete_unit(self, unit_id: str) -> None:
        """Delete a unit, with its sentences; takes effect as `add_unit` does.

        Raises `QueryError` for a unit that the memory does not have.
        """
        delete_unit(self, unit_id)

    def restore_unit(self, unit_id: str) -> None:
        """Take back a deletion; raises `QueryError` for a unit that is not deleted.

        One that an earlier publication left out is back with the next publication.
        """
        restore_unit(self, unit_id)

    def search_many(
        self,
        queries: Iterable[str | SearchQuery],
        *,
        languages: Sequence[str] | None = None,
        k: int = 10,
        level: str = "paragraph",
        mode: str = "dense",
        filters: Filters | None = None,
    ) -> Iterator[SearchAnswer]:
        """Yield the answer to each query as `search` gives it, in order, in constant memory.

        A query may name languages of its own (`tm.search_batches.SearchQuery`). What is wrong with one is the
        `error` of its answer and stops nothing; raises `QueryError` at once for what is wrong with the rest.
        """
        chosen = None if languages is None else tuple(languages)
        settings = BatchSettings(k, level, mode, chosen, filters or Filters())
        return answer_queries(self, queries, settings)

    def concordance(
        self,
        phrase: str,
        *,
        language: str,
        show: Sequence[str] | None = None,
        limit: int | None = None,
        highlight: bool = False,
    ) -> list[ConcordanceHit]:
        """Return the occurrences of `phrase` in the paragraphs of `language`, in the order of the memory.

        `show` names the languages of the counterparts, None for all others; `limit` ends the list early.
        Spelling is compared and wildcards are read as docs/concordance.md says. `highlight` fills in `spans`,
        where each counterpart renders the phrase; it needs the encoder. Raises `QueryError` for an empty
        phrase or an unknown language.
        """
        check_search(LEVELS[0], limit or 1, [language, *(show or ())], self.languages)
        shown = tuple(code for code in (self.languages if show is None else show) if code != language)
        return find_occurrences(self, PhraseRequest(phrase, language, shown, limit, highlight))

    def renderings(
        self,
        phrase: str,
        *,
        language: str,
        show: Sequence[str] | None = None,
        limit: int | None = None,
        examples: int = 3,
    ) -> list[RenderingTable]:
        """Return how `phrase` is rendered in each language of `show` (None: all others), most often first.

        Takes the first `limit` occurrences, None for all, and lists up to `examples` units of each rendering.
        Raises `QueryError` as `concordance` does.
        """
        hits = self.concordance(phrase, language=language, show=show, limit=limit, highlight=True)
        shown = [code for code in (self.languages if show is None else show) if code != language]
        return rendering_tables(phrase, language, hits, shown, examples)

    def match(
        self,
        query: str,
        *,
        source: str,
        target: str,
        threshold: int = 75,
        k: int = 5,
        level: str = "both",
        previous: str | None = None,
        following: str | None = None,
    ) -> list[Match]:
        """Return the `k` best fuzzy matches of a sentence in `source`, with their texts in `target`.

        `threshold` is a score in percent, 50 to 100; `level` is "both", "paragraph" or "sentence"; `previous`
        and `following` are the sentences around the query. Raises `QueryError` for what cannot be, and for a
        query without a word. The index is built on first use (docs/matching.md).
        """
        request = MatchRequest(source, target, threshold, k, level)
        check_request(request, self.languages)
        answer = self.matcher(source).answer(query, request, Neighbours(previous, following))
        if answer.note:
            raise QueryError(f"The query cannot be matched: {answer.note}. Give a sentence in {source}.")
        return list(answer.matches)

    def match_lines(self, queries: Iterable[str], request: MatchRequest) -> Iterator[MatchAnswer]:
        """Yield the answer to each query, in order; the neighbours of a query are the lines around it.

        Lines of white space are no neighbours; they and others without a word have a note instead of matches.
        Raises `QueryError` as `match` does for what is asked.
        """
        check_request(request, self.languages)
        matcher = self.matcher(request.source)
        return (matcher.answer(query, request, around) for query, around in with_neighbours(queries))

    def matcher(self, source: str) -> Matcher:
        """Return the fuzzy index of a language, opened when first needed, then kept open."""
        if source not in self._matchers:
            place = IndexPlace(self.folder, self.generation.name, self.manifest.corpus_digest, source)
            self._matchers[source] = Matcher(place, self.units())
        return self._matchers[source]

    def refresh(self) -> None:
        """Take in the single changes that were recorded since, by any process; a search does it by itself."""
        self.pending.refresh()

    def vector_search(self, level: str, languages: Sequence[str], filters: Filters) -> VectorSearch:
        """Return the vectors that a search may find."""
        search = IndexSearch(self.index, self.row_selections.selection(level, languages, filters))
        return self.pending.widened(search, level, languages, filters)

    def lexical_changes(self, filters: Filters) -> LexicalChanges | None:
        """Return what has changed since the words were indexed; None for nothing."""
        return self.pending.lexical_changes(filters)

    @property
    def numbered_units(self) -> NumberedUnits:
        """Which unit each row belongs to, added rows included."""
        return self.pending

    @property
    def known_changes(self) -> int:
        """The number of the last single change that the generation was made with."""
        return self.manifest.changes.number

    @property
    def searched_languages(self) -> tuple[str, ...]:
        """Languages of the memory and of the units added since, sorted."""
        return tuple(sorted({*self.languages, *self.pending.languages}))

    @cached_property
    def pending(self) -> PendingChanges:
        """The changes that the generation does not know."""
        return PendingChanges(self)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the memory, loaded and checked when first needed."""
        entry = self.manifest.encoder
        encoder = self._given_encoder or load_encoder(entry.name)
        refuse_other_encoder(encoder, entry)
        return encoder

    @cached_property
    def index(self) -> VectorIndex:
        """The vector index, read when first needed."""
        entry = self.manifest.index
        return read_index(vectors_folder(self.generation), entry.factory, entry.probes, entry.trained)

    @cached_property
    def lexical_index(self) -> LexicalIndex:
        """The lexical index, opened when first needed; made in memory where the generation has none."""
        kept = self.kept_lexical_index
        return kept if kept is not None else lexical_index_in_memory(self.units().collect())

    @cached_property
    def kept_lexical_index(self) -> LexicalIndex | None:
        """The lexical index that the generation has; None for one that has none."""
        return read_lexical_index(lexical_folder(self.generation))

    @cached_property
    def search_table(self) -> SearchTable:
        """What a search needs of the units, read when first needed."""
        return load_search_table(self.generation, self.units())

    @property
    def row_selections(self) -> RowSelections:
        """Which rows pass which filters."""
        # Compared, not told: views of this memory (`search_many`) share its changes.
        gone = self.pending.gone
        if self._selections is None or self._selections.gone is not gone:
            facets = scan_search_columns(self.generation, self.units())
            self._selections = RowSelections(self.index, self.search_table, facets, gone)
        return self._selections

    @cached_property
    def passages(self) -> PassageStore:
        """The rows of the table of units by number, read one by one."""
        return open_passages(self.generation, self.units())


def open_memory(path: Path | str, encoder: Encoder | None = None) -> Memory:
    """Open the published generation of the memory at `path`.

    Without `encoder` the one that built the memory is loaded, when a search needs it. A given one is
    checked at once: raises `EncoderMismatch` if its vectors differ. Raises `MemoryMissing`, `MemoryDamaged`.
    """
    folder = Path(path)
    generation = require_generation(folder)
    manifest = read_manifest(generation)
    if not units_path(generation).is_file():
        raise MemoryDamaged(generation, "the table of units is missing. Build the memory again.")
    if encoder is not None:
        refuse_other_encoder(encoder, manifest.encoder)
    return Memory(folder, generation, manifest, encoder)
