"""Filters of a search: which units may be found, by what is known of their documents.

What a filter looks at is worked out once (`with_facets`) and used by both legs of a search, so that they
agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import polars as pl

from corpora.symbols import body_of_symbol, session_of_symbol, year_of_symbol
from tm.errors import QueryError
from tm.units import ALIGNED, IMPORTED

# body, session   of the symbol ("A/C.3", "68"); null without one
# year            of the document's date in any language, else of its symbol
# unit_kind       kind of the unit's first block in the pivot, else in the first language
FACETS = ("body", "session", "year", "symbol", "unit_kind", "unit_probability", "origin")


@dataclass(frozen=True, slots=True)
class Filters:
    """What units must be; None asks for nothing. All that is given must hold.

    `body` is compared whole ("A" is not "A/C.3"), `symbol_prefix` is what the symbol begins with, `session`
    is written as in symbols ("68", "S-27"), `kind` is a value of `corpora.documents.BlockKind`,
    `min_probability` in [0, 1] is compared with that of the unit, `origin` is "aligned" or "imported".
    """

    body: str | None = None
    year: int | None = None
    session: str | None = None
    symbol_prefix: str | None = None
    kind: str | None = None
    min_probability: float | None = None
    origin: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, field.name) is None for field in fields(self))


def check_filters(filters: Filters) -> None:
    """Raise `QueryError` for what no unit can be."""
    if filters.min_probability is not None and not 0.0 <= filters.min_probability <= 1.0:
        raise QueryError(f"A probability is from 0 to 1, not {filters.min_probability}.")
    if filters.origin is not None and filters.origin not in (ALIGNED, IMPORTED):
        raise QueryError(f'There is no origin "{filters.origin}". Use {ALIGNED} or {IMPORTED}.')
    for name in ("body", "session", "symbol_prefix", "kind"):
        if getattr(filters, name) == "":
            raise QueryError(f"The filter {name} is empty. Leave it out to search everything.")


def with_facets(units: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table of units with the columns `FACETS`, in the same order of rows."""
    symbols = units.select(pl.col("symbol").drop_nulls().unique()).collect()["symbol"].to_list()
    return units.with_columns(
        _of_symbol(symbols, body_of_symbol, pl.String()).alias("body"),
        _of_symbol(symbols, session_of_symbol, pl.String()).alias("session"),
        pl.coalesce(
            pl.col("date").dt.year(),
            pl.col("date").drop_nulls().first().over("set_name").dt.year(),
            _of_symbol(symbols, year_of_symbol, pl.Int32()),
        ).alias("year"),
        pl.coalesce(
            pl.col("kind").filter(pl.col("language") == pl.col("pivot")).first().over("unit_id"),
            pl.col("kind").first().over("unit_id"),
        ).alias("unit_kind"),
    )


def filter_expression(filters: Filters) -> pl.Expr:
    """Return what must hold of a row with the columns `FACETS`."""
    wanted: list[pl.Expr] = [pl.lit(value=True)]
    for column, value in (
        ("body", filters.body),
        ("session", filters.session),
        ("year", filters.year),
        ("unit_kind", filters.kind),
        ("origin", filters.origin),
    ):
        if value is not None:
            wanted.append(pl.col(column) == value)
    if filters.symbol_prefix is not None:
        wanted.append(pl.col("symbol").str.starts_with(filters.symbol_prefix))
    if filters.min_probability is not None:
        wanted.append(pl.col("unit_probability") >= filters.min_probability)
    return pl.all_horizontal(wanted).fill_null(value=False)


def _of_symbol(symbols: Sequence[str], read: Callable[[str], object], dtype: pl.DataType) -> pl.Expr:
    """Return what is read of the symbol of each row; a symbol is read once, however many units it has."""
    return pl.col("symbol").replace_strict(
        symbols, [read(symbol) for symbol in symbols], default=None, return_dtype=dtype
    )
