"""The units of an export as tables, some thousands at a time: what `tm.selection` does, column by column.

Speed is the reason: a table of 60 000 rows is filtered, joined and made into text without a loop in Python.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tm.selection import (
    LOW_PROBABILITY,
    LOW_VARIANTS,
    ONE_LANGUAGE,
    REJECTED,
    SURE_ELSEWHERE,
    Choice,
    Tally,
    no_text_in,
)

# Rows read at a time: bounded memory, whatever the size of the table.
ROWS_AT_A_TIME = 12_288
# `unit` numbers the units of a batch in the order of the memory.
COLUMNS = (
    "unit_id", "set_name", "symbol", "pivot", "language", "text", "probability", "unit_probability", "via",
    "blocks", "date", "dropped_chars", "reviewed", "origin", "position", "path",
)  # fmt: skip


def batches_of_level(units: pl.LazyFrame, level: str) -> Iterator[pl.DataFrame]:
    """Yield the rows of a level in order, never a part of a unit; a column `unit` numbers the units."""
    height = units.select(pl.len()).collect().item()
    rest: pl.DataFrame | None = None
    for start in range(0, height, ROWS_AT_A_TIME):
        part = units.slice(start, ROWS_AT_A_TIME).filter(pl.col("level") == level).select(COLUMNS).collect()
        if part.is_empty():
            continue
        rows = part if rest is None else pl.concat([rest, part])
        last = rows["unit_id"][-1]
        complete = rows.filter(pl.col("unit_id") != last)
        rest = rows.filter(pl.col("unit_id") == last)
        if not complete.is_empty():
            yield _numbered(complete)
    if rest is not None and not rest.is_empty():
        yield _numbered(rest)


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("unit_id").rle_id().alias("unit"))


def chosen_rows(rows: pl.DataFrame, choice: Choice, source: str, tally: Tally) -> pl.DataFrame:
    """Return the rows of a batch that an export gives, in their order: by unit, then by language.

    `unit_probability` is that of the unit as it goes out, `composed` the languages it was composed over ("").
    What is left out is counted in `tally`.
    """
    of_pair = rows if choice.pair is None else rows.filter(pl.col("language").is_in(list(choice.pair)))
    tally.leave_out(REJECTED, of_pair.filter(pl.col("reviewed") == "rejected").height)
    rows = rows.with_columns(pl.len().over("unit").alias("_texts"))
    kept = rows.filter(pl.col("reviewed").is_null() | (pl.col("reviewed") != "rejected"))
    kept = (
        _of_pair(kept, rows, choice, tally)
        if choice.pair
        else _of_all(kept, rows["unit"].n_unique(), choice, tally)
    )
    if choice.below is not None:
        sure = kept.filter(pl.col("unit_probability") >= choice.below)
        tally.leave_out(SURE_ELSEWHERE, sure["unit"].n_unique())
        kept = kept.filter(pl.col("unit_probability") < choice.below)
    if not choice.pair:
        kept = _with_source(kept, source, tally)
    return kept.drop("_texts")


def _of_pair(kept: pl.DataFrame, rows: pl.DataFrame, choice: Choice, tally: Tally) -> pl.DataFrame:
    source, target = choice.pair or ("", "")
    has = {language: kept.filter(pl.col("language") == language) for language in (source, target)}
    # What was rejected is counted already: a text was there.
    had = {language: rows.filter(pl.col("language") == language) for language in (source, target)}
    units = rows.select("unit").unique()
    tally.leave_out(no_text_in(source), _height_without(units, had[source]))
    tally.leave_out(no_text_in(target), _height_without(has[source], had[target]))
    both = has[source].select("unit", "via", "probability").join(
        has[target].select("unit", "via", "probability"), on="unit", how="inner", suffix="_target"
    )  # fmt: skip
    lowest = pl.min_horizontal("probability", "probability_target").alias("unit_probability")
    both = both.with_columns(lowest, _composed(source, target))
    sure = both.filter(pl.col("unit_probability") >= choice.min_probability)
    tally.leave_out(LOW_PROBABILITY, both.height - sure.height)
    wanted = kept.filter(pl.col("language").is_in([source, target])).drop("unit_probability")
    return wanted.join(sure.select("unit", "unit_probability", "composed"), on="unit", how="inner")


def _height_without(rows: pl.DataFrame, others: pl.DataFrame) -> int:
    return rows.join(others, on="unit", how="anti").height


def _composed(source: str, target: str) -> pl.Expr:
    direct = (pl.col("via") == target) | (pl.col("via_target") == source)
    over = pl.concat_list("via", "via_target").list.drop_nulls().list.unique().list.sort().list.join(",")
    return pl.when(direct.fill_null(value=False)).then(pl.lit("")).otherwise(over).alias("composed")


def _of_all(kept: pl.DataFrame, units: int, choice: Choice, tally: Tally) -> pl.DataFrame:
    counted = kept.with_columns(pl.len().over("unit").alias("_languages"))
    several = counted.filter(pl.col("_languages") >= 2)
    tally.leave_out(ONE_LANGUAGE, units - several["unit"].n_unique())
    sure = several.filter(pl.col("probability") >= choice.min_probability)
    sure = sure.with_columns(pl.len().over("unit").alias("_sure"))
    enough = sure.filter(pl.col("_sure") >= 2)
    lost = several["unit"].n_unique() - enough["unit"].n_unique()
    tally.leave_out(LOW_PROBABILITY, lost)
    given = enough.group_by("unit").agg(pl.col("_languages").first(), pl.len())
    tally.leave_out(LOW_VARIANTS, int((given["_languages"] - given["len"]).sum()))
    changed = pl.col("_sure") < pl.col("_texts")
    lowest = pl.col("probability").min().over("unit")
    enough = enough.with_columns(
        pl.when(changed).then(lowest).otherwise("unit_probability").alias("unit_probability"),
        pl.lit("").alias("composed"),
    )
    return enough.drop("_languages", "_sure")


def _with_source(rows: pl.DataFrame, source: str, tally: Tally) -> pl.DataFrame:
    has_source = rows.filter(pl.col("language") == source).select("unit")
    with_source = rows.join(has_source, on="unit", how="semi")
    tally.leave_out(no_text_in(source), rows["unit"].n_unique() - with_source["unit"].n_unique())
    return with_source
