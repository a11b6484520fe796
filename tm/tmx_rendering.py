"""Units as TMX text: tables of chosen rows in, one string a unit out, without a loop in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import polars as pl

from corpora.symbols import body_of_symbol
from tm.tmx_profiles import Context, TmxProfile
from tm.units import IMPORTED

# Where the United Nations show a document by its symbol, in the reader's language.
DOCUMENT_ADDRESS = "https://undocs.org/"


@dataclass(frozen=True, slots=True)
class Rendering:
    """How units are written: the profile, the codes of the languages, the date where none is known.

    `source` is the language that comes first.
    """

    profile: TmxProfile
    codes: Mapping[str, str]
    epoch: str | None
    is_pair: bool
    source: str


def units_as_tmx(batches: Iterable[pl.DataFrame], rendering: Rendering) -> Iterator[pl.DataFrame]:
    """Yield for each batch of chosen rows one row a unit: `unit_id`, `tmx` (the whole `tu`), `variants`, ...

    The rows of `batches` are those of `tm.unit_batches.chosen_rows`. Neighbours are those before and after
    in the memory, in the same set, if they are written too.
    """
    units = (_units(rows, rendering) for rows in batches)
    for table in _with_neighbours(filter(len, units)):
        yield table.with_columns(_tu(table, rendering)).drop("text", "tuvs_other", strict=False)


def content(text: str) -> str:
    """Return the text escaped for element content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Return the text escaped for an attribute in double quotes."""
    return content(text).replace('"', "&quot;")


# What must be escaped; most columns of most batches hold none of it, and looking is cheaper than replacing.
_SPECIAL = '[&<>"]'


def _escaped(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return the rows with these columns escaped, for content and attributes alike but for the quotes."""
    special = rows.select(pl.col(columns).str.contains(_SPECIAL).any()).row(0, named=True)
    return rows.with_columns(_content(pl.col(name)) for name in columns if special[name])


def _content(column: pl.Expr) -> pl.Expr:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        column = column.str.replace_all(character, entity, literal=True)
    return column


def _attribute(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all('"', "&quot;", literal=True)


def _units(rows: pl.DataFrame, rendering: Rendering) -> pl.DataFrame:
    """Return one row a unit: the columns of its source, and the others' `tuv`s as one text."""
    rows = _escaped(rows, "text", "unit_id", "set_name", "symbol", "path")
    is_source = pl.col("language") == rendering.source
    sources = rows.filter(is_source).select(
        "unit", "unit_id", "set_name", "symbol", "position", "unit_probability", "composed", "blocks", "date",
        "reviewed", "origin", "language", "probability", "text", "dropped_chars", "path",
    )  # fmt: skip
    others = rows.filter(~is_source).select(
        "unit", "blocks", "date", "reviewed", "dropped_chars", _segment(rendering).alias("tuvs")
    )
    if not rendering.is_pair:
        others = others.group_by("unit", maintain_order=True).agg(
            pl.col("blocks").min(),
            pl.col("date").drop_nulls().first(),
            pl.col("reviewed").last(),
            pl.col("dropped_chars").sum(),
            pl.col("tuvs").str.join(""),
            pl.len().alias("others"),
        )
    else:
        others = others.with_columns(pl.lit(1, pl.UInt32).alias("others"))
    return sources.hstack(others.drop("unit").rename(lambda name: f"{name}_other")).with_columns(
        pl.coalesce("date", "date_other").alias("date"),
        (pl.col("dropped_chars") + pl.col("dropped_chars_other")).alias("dropped_chars"),
        (pl.col("others_other") + 1).alias("variants"),
    )


def _segment(rendering: Rendering) -> pl.Expr:
    own = pl.lit("")
    if not rendering.is_pair:
        # A pair has one probability, that of the unit; in the master each variant has its own.
        own = pl.format(
            '<prop type="x-align-probability">{}</prop>', _decimals(pl.col("probability"))
        ) + _optional("x-reviewed", pl.col("reviewed"), end="")
    return pl.concat_str(
        pl.lit('<tuv xml:lang="'),
        _code(rendering),
        pl.lit('">'),
        own,
        pl.lit("<seg>"),
        pl.col("text"),
        pl.lit("</seg></tuv>\n"),
    )


def _code(rendering: Rendering) -> pl.Expr:
    codes = [attribute(code) for code in rendering.codes.values()]
    return pl.col("language").replace_strict(list(rendering.codes), codes, default=None)


def _decimals(column: pl.Expr) -> pl.Expr:
    """Return a probability in [0, 1] with three decimals."""
    thousandths = (column * 1000).round().cast(pl.Int32)
    whole, rest = thousandths // 1000, thousandths % 1000
    return pl.format("{}.{}", whole, rest.cast(pl.String).str.zfill(3))


def _optional(kind: str, column: pl.Expr, *, end: str = "\n") -> pl.Expr:
    """Return a `prop` of escaped values, "" where the value is null."""
    prop = pl.concat_str(pl.lit(f'<prop type="{kind}">'), column, pl.lit(f"</prop>{end}"))
    return prop.fill_null("")


def _with_neighbours(tables: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Add the id and the source text of the units before and after; "" where there is none in the set."""
    before: pl.DataFrame | None = None
    held: pl.DataFrame | None = None
    for table in tables:
        if held is not None:
            yield _neighbours(before, held, table)
            before = held
        held = table
    if held is not None:
        yield _neighbours(before, held, None)


def _neighbours(before: pl.DataFrame | None, own: pl.DataFrame, after: pl.DataFrame | None) -> pl.DataFrame:
    parts = [
        *([] if before is None else [before.tail(1)]),
        own,
        *([] if after is None else [after.head(1)]),
    ]
    around = pl.concat(parts)
    columns = []
    for name, step in (("prev", 1), ("next", -1)):
        adjacent = (pl.col("set_name").shift(step) == pl.col("set_name")) & (
            pl.col("position").shift(step) == pl.col("position") - step
        )
        columns += [
            pl.when(adjacent).then(pl.col(column).shift(step)).alias(f"{name}_{column}")
            for column in ("unit_id", "text")
        ]
    return around.with_columns(columns).slice(0 if before is None else 1, own.height)


def _tu(table: pl.DataFrame, rendering: Rendering) -> pl.Expr:
    date = pl.col("date").dt.to_string("%Y%m%dT000000Z")
    date = date.fill_null(pl.lit(rendering.epoch, dtype=pl.String))
    return pl.concat_str(
        pl.lit('<tu tuid="'),
        _attribute(pl.col("unit_id")),
        pl.lit('"'),
        pl.concat_str(pl.lit(' creationdate="'), date, pl.lit('"')).fill_null(""),
        pl.lit(' creationid="hexapla">\n'),
        *_unit_props(table, rendering),
        pl.lit('<tuv xml:lang="'),
        _code(rendering),
        pl.lit('">'),
        *_source_props(rendering),
        pl.lit("<seg>"),
        pl.col("text"),
        pl.lit("</seg></tuv>\n"),
        pl.col("tuvs_other"),
        pl.lit("</tu>\n"),
    ).alias("tmx")


def _unit_props(table: pl.DataFrame, rendering: Rendering) -> Iterator[pl.Expr]:
    yield _optional("x-document", pl.coalesce("symbol", "set_name"))
    address = pl.col("unit_id").str.splitn(":", 2).struct.field("field_1").fill_null("")
    told = pl.when(pl.col("path") != "").then(pl.col("path"))
    yield _optional("x-path", pl.when(pl.col("origin") == IMPORTED).then(told).otherwise(address))
    yield _optional("x-date", pl.col("date").dt.to_string("%Y-%m-%d"))
    yield from _symbol_props(table)
    yield pl.format('<prop type="x-align-probability">{}</prop>\n', _decimals(pl.col("unit_probability")))
    is_plain = (pl.col("variants") == 2) & (pl.min_horizontal("blocks", "blocks_other") > 0)
    kind = pl.concat_str(pl.col("blocks"), pl.lit(":"), pl.col("blocks_other"))
    yield _optional("x-align-type", pl.when(is_plain).then(kind))
    yield _optional("x-align-via", pl.when(pl.col("composed") != "").then(pl.col("composed")))
    if rendering.is_pair:
        yield _optional("x-reviewed", pl.coalesce("reviewed_other", "reviewed"))
    yield _optional("x-origin", pl.when(pl.col("origin") == IMPORTED).then(pl.col("origin")))
    for name, value in rendering.profile.unit_props:
        yield pl.lit(f'<prop type="{name}">{content(value)}</prop>\n')
    if rendering.profile.context is Context.TUID:
        yield _optional("x-prev-tuid", pl.col("prev_unit_id"))
        yield _optional("x-next-tuid", pl.col("next_unit_id"))
    elif rendering.profile.context is Context.KEY:
        yield _optional("x-context", pl.col("unit_id"))


def _symbol_props(table: pl.DataFrame) -> Iterator[pl.Expr]:
    """Yield the body and the address of documents of the United Nations."""
    told = [_body_and_address(symbol) for symbol in table["symbol"]]
    for place, kind in enumerate(("x-body", "x-url")):
        yield _optional(kind, pl.lit(pl.Series(kind, [one[place] for one in told], dtype=pl.String)))


@lru_cache(maxsize=4096)
def _body_and_address(symbol: str | None) -> tuple[str | None, str | None]:
    """Return the body, and where a document can be read; None for what is no symbol of the United Nations."""
    body = None if symbol is None else body_of_symbol(symbol)
    if symbol is None or body is None:
        return None, None
    return body, DOCUMENT_ADDRESS + quote("".join(symbol.split()), "/().")


def _source_props(rendering: Rendering) -> Iterator[pl.Expr]:
    if not rendering.is_pair:
        unsure = pl.when(pl.col("probability") < 1).then(_decimals(pl.col("probability")))
        yield _optional("x-align-probability", unsure, end="")
    if rendering.profile.context is Context.MEMOQ:
        for kind, column in (("x-context-pre", "prev_text"), ("x-context-post", "next_text")):
            # memoQ keeps a neighbour as the segment it was, escaped once more.
            yield _optional(kind, pl.format("&lt;seg&gt;{}&lt;/seg&gt;", _content(pl.col(column))))
    elif rendering.profile.context is Context.PHRASE:
        yield _optional("context_prev", pl.col("prev_text"))
        yield _optional("context_next", pl.col("next_text"))
