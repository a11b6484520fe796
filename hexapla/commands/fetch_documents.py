"""`hexapla fetch`: documents by their symbols, from the document service of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.languages import LanguagesType

if TYPE_CHECKING:
    from hexapla.fetching.sources import Sources

_MEGABYTE = 1_000_000


@click.command(cls=DocumentedCommand)
@click.argument("symbols", nargs=-1, required=True, metavar="SYMBOL...")
@click.option(
    "--languages",
    type=LanguagesType(),
    default="ar,zh,en,fr,ru,es",
    show_default=True,
    help="Languages to ask for, of the six.",
)
@click.option("--out", required=True, metavar="DOCS", help="Folder for the files; a second run updates it.")
@click.option(
    "--follow",
    type=click.IntRange(0, 3),
    default=0,
    show_default=True,
    help="Also take what the documents link and cite: 1 for that, 2 for what those name, 3.",
)
@click.option(
    "--sources",
    metavar="FILE.toml",
    help="Patterns of addresses and allowed hosts (docs/fetch.md), in place of the packaged ones.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 10, min_open=True),
    default=1.0,
    show_default=True,
    help="Requests a second to one host, at most.",
)
@click.option(
    "--max-size",
    type=click.FloatRange(0, 1000, min_open=True),
    default=100.0,
    show_default=True,
    help="Largest file in MB; larger ones are left out.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds that one answer may take as a whole.",
)
@click.option(
    "--attempts",
    type=click.IntRange(1, 10),
    default=5,
    show_default=True,
    help="How often one address is asked where no whole answer comes.",
)
@click.option("--contact", metavar="TEXT", help="Address or web page that the service can write to.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON Lines: files, then the rest (docs/schemas/fetch.json).",
)
def fetch(
    *,
    symbols: tuple[str, ...],
    languages: tuple[str, ...],
    out: str,
    follow: int,
    sources: str | None,
    rate: float,
    max_size: float,
    timeout: float,
    attempts: int,
    contact: str | None,
    as_json: bool,
) -> int:
    """Download documents by symbol, in several languages.

    Each SYMBOL is one as A/RES/68/187. The files are named so that `hexapla build DOCS` puts the versions
    together. DOCS also gets fetched.json, which says where each file came from, and SHA256SUMS. A second
    run asks only whether something has changed, and goes on with what was broken off.

    A version that cannot be had is listed with the reason and what to try next, and the exit status is 3.

    Examples:
      hexapla fetch A/RES/68/187 --out DOCS
      hexapla fetch A/RES/68/187 "S/RES/1325(2000)" --languages fr,en --follow 1 --out DOCS

    """
    from hexapla.fetch_summary import show_fetched
    from hexapla.fetching.downloads import FetchSettings, fetch_documents
    from hexapla.fetching.http_client import Timeouts
    from hexapla.fetching.retries import RetryPolicy
    from hexapla.progress_bars import progress_bars

    wanted = _symbols(symbols)
    settings = FetchSettings(
        sources=_sources(sources),
        user_agent=_user_agent(contact),
        follow=follow,
        rate=rate,
        largest_bytes=int(max_size * _MEGABYTE),
        timeouts=Timeouts(whole_seconds=timeout),
        retries=RetryPolicy(attempts=attempts),
    )
    chosen = _official(languages)
    with _kept_when_stopped(), progress_bars() as progress:
        result = fetch_documents(wanted, chosen, Path(out), settings, progress=progress, tell=_tell)
    return show_fetched(result, as_json=as_json)


@contextmanager
def _kept_when_stopped() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        message = "stopped; what was fetched is kept, and the same command goes on from there."
        raise click.ClickException(message) from error


def _symbols(written: tuple[str, ...]) -> tuple[str, ...]:
    from hexapla.fetching.document_symbols import asked_symbol
    from hexapla.fetching.errors import SymbolRefused

    try:
        return tuple(dict.fromkeys(asked_symbol(text) for text in written))
    except SymbolRefused as error:
        raise click.UsageError(f"{error}.") from error


def _official(languages: tuple[str, ...]) -> tuple[str, ...]:
    from corpora.languages import LANGUAGES

    if others := [language for language in languages if language not in LANGUAGES]:
        known = ", ".join(LANGUAGES)
        raise click.UsageError(f'there are no documents in "{others[0]}". Choose among: {known}.')
    return languages


def _sources(path: str | None) -> Sources:
    from hexapla.fetching.sources import DEFAULT_SOURCES, read_sources

    return DEFAULT_SOURCES if path is None else read_sources(Path(path))


def _user_agent(contact: str | None) -> str:
    import hexapla

    name = f"hexapla/{hexapla.__version__}"
    if contact is None:
        return name
    if not re.fullmatch(r"[\x20-\x27\x2a-\x7e]{1,200}", contact):
        raise click.UsageError("--contact has to be plain ASCII without brackets, such as an address.")
    return f"{name} ({contact})"


def _tell(message: str) -> None:
    from hexapla.tables import printable

    click.echo(printable(message), err=True)
