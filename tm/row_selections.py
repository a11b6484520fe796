"""Which rows a search may find: those of its level and languages that pass its filters.

Worked out once for each combination that is asked for, because a mask over a large memory takes as long as a
search.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tm.search_filters import Filters, filter_expression
from tm.search_table import SearchTable
from tm.units import LEVELS
from tm.vector_index import Mask, Selection, VectorIndex, select_rows

# A bit a row each: 8 MB for a million rows.
_REMEMBERED = 64
Key = tuple[str, tuple[str, ...], Filters]


@dataclass(frozen=True, slots=True)
class RowSelections:
    """The selections of one memory; `facets` has the columns of `tm.search_table.scan_search_columns`.

    Rows that are `gone`, because somebody deleted their units since the build, are in none of them.
    """

    index: VectorIndex
    table: SearchTable
    facets: pl.LazyFrame
    gone: tuple[int, ...] = ()
    _known: OrderedDict[Key, Selection | None] = field(default_factory=OrderedDict)

    def selection(self, level: str, languages: Sequence[str], filters: Filters) -> Selection | None:
        """Return which positions of the index count; None for all of them."""
        key = level, tuple(sorted(languages)), filters
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        made = self._made(level, languages, filters)
        self._known[key] = made
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return made

    def _made(self, level: str, languages: Sequence[str], filters: Filters) -> Selection | None:
        table = self.table
        allowed = np.ones(len(table.unit), bool)
        if not set(table.languages) <= set(languages):
            allowed &= table.in_languages(languages)
        if level == LEVELS[1]:
            allowed &= table.is_sentence
        if not filters.is_empty:
            allowed &= self._passing(level, filters)
        allowed[list(self.gone)] = False
        return select_rows(self.index, allowed)

    def _passing(self, level: str, filters: Filters) -> Mask:
        """Return which rows belong to units that pass the filters.

        A sentence counts for its paragraph, so at the level of paragraphs it passes where its paragraph does.
        """
        of_level = (pl.col("level") == level) & filter_expression(filters)
        passing = self.facets.select(of_level).collect()[:, 0].to_numpy()
        numbers = self.table.numbers(level)
        has_unit = np.zeros(int(numbers.max(initial=0)) + 1, bool)
        has_unit[numbers[passing]] = True
        return has_unit[numbers]
