"""Where documents are asked for: patterns of addresses, tried in order, and the hosts that may be asked.

A file of sources is TOML; docs/fetch.md describes it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from corpora.languages import LANGUAGES
from hexapla.fetching.allowed_hosts import DEFAULT_HOSTS, AllowedHosts, host_entries
from hexapla.fetching.content_types import ContentType
from hexapla.fetching.errors import Refused, SourcesError

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# A service of files answers with a page only where it has no file.
FILES = frozenset({ContentType.PDF, ContentType.DOCX, ContentType.DOC})


@dataclass(frozen=True, slots=True)
class Source:
    """One pattern of addresses, with {symbol} and {language}.

    `languages` gives what the service calls a language, where that is not its code. `types` are accepted.
    """

    address: str
    languages: Mapping[str, str] = field(default_factory=dict)
    types: frozenset[ContentType] = frozenset(ContentType)

    def address_of(self, symbol: str, language: str) -> str:
        """Return the address of a version; `symbol` normalised, `language` of the six."""
        values = {
            "symbol": quote(symbol, safe="/()"),
            "language": quote(self.languages.get(language, language), safe=""),
        }
        return _PLACEHOLDER.sub(lambda match: values[match[1]], self.address)


@dataclass(frozen=True, slots=True)
class Sources:
    """Patterns in the order in which they are tried, and the hosts to which they and redirects may lead."""

    patterns: tuple[Source, ...]
    hosts: AllowedHosts


DEFAULT_SOURCES = Sources(
    (
        Source("https://undocs.org/{language}/{symbol}", types=FILES),
        Source("https://docs.un.org/{language}/{symbol}", types=FILES),
        Source("https://documents.un.org/api/symbol/access?s={symbol}&l={language}&t=pdf", types=FILES),
    ),
    AllowedHosts(host_entries(DEFAULT_HOSTS)),
)


def read_sources(path: Path) -> Sources:
    """Read a file of sources. Raises `SourcesError`, which names file, setting, and what to try.

    Without `source` the patterns are the default ones, without `allowed_hosts` the hosts.
    """
    try:
        settings = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourcesError(f"{path}: this is no TOML ({error}). Try: the example in docs/fetch.md") from error
    try:
        return _sources(settings)
    except ValueError as error:
        raise SourcesError(f"{path}: {error}") from error


def _sources(settings: Mapping[str, object]) -> Sources:
    _refuse_unknown(settings, ("allowed_hosts", "private_hosts", "source"))
    allowed = _hosts(settings, "allowed_hosts", DEFAULT_HOSTS)
    hosts = AllowedHosts(allowed, _hosts(settings, "private_hosts", ()))
    if unlisted := sorted(hosts.private - hosts.entries):
        raise ValueError(f"private_hosts has {unlisted[0]}. Try: list it under allowed_hosts as well")
    tables = settings.get("source")
    if tables is None:
        patterns = DEFAULT_SOURCES.patterns
    elif isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables):
        patterns = tuple(_source(table) for table in tables)
    else:
        raise ValueError("source is no table. Try: [[source]] and under it address = ...")
    for pattern in patterns:
        _check_pattern(pattern, hosts)
    return Sources(patterns, hosts)


def _hosts(settings: Mapping[str, object], name: str, default: Sequence[str]) -> frozenset[str]:
    value = settings.get(name, list(default))
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f'{name} is no list of names. Try: {name} = ["undocs.org"]')
    try:
        return host_entries(value)
    except ValueError as error:
        raise ValueError(f'{name} has "{error}". Try: a host as undocs.org, or host:port') from error


def _source(table: Mapping[str, object]) -> Source:
    _refuse_unknown(table, ("address", "languages", "types"))
    address = table.get("address")
    if not isinstance(address, str):
        raise ValueError('a source has no address. Try: address = "https://undocs.org/{language}/{symbol}"')
    return Source(address, _languages(table.get("languages", {})), _types(table.get("types")))


def _languages(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(name, str) and name for name in value.values()):
        raise ValueError('languages is no table of names. Try: languages = { ar = "A", zh = "C" }')
    if unknown := sorted(set(value) - set(LANGUAGES)):
        raise ValueError(f"languages has {unknown[0]}. Known are: {', '.join(LANGUAGES)}")
    return dict(value)


def _types(value: object) -> frozenset[ContentType]:
    if value is None:
        return frozenset(ContentType)
    known = {content.value for content in ContentType}
    if not isinstance(value, list) or not value or not all(name in known for name in value):
        raise ValueError(f"types is no list of known types. Known are: {', '.join(sorted(known))}")
    return frozenset(ContentType(name) for name in value)


def _check_pattern(pattern: Source, hosts: AllowedHosts) -> None:
    names = set(_PLACEHOLDER.findall(pattern.address))
    left = _PLACEHOLDER.sub("", pattern.address)
    if names != {"symbol", "language"} or "{" in left or "}" in left:
        raise ValueError(
            f"the address {pattern.address} must have {{symbol}} and {{language}} and nothing else in braces"
        )
    if "{" in pattern.address.split("//", 1)[-1].split("/", 1)[0]:
        raise ValueError(f"the address {pattern.address} has a placeholder in its host")
    try:
        hosts.check(pattern.address_of("A/RES/68/187", "fr"))
    except Refused as error:
        raise ValueError(f"{pattern.address}: {error.reason}") from error


def _refuse_unknown(settings: Mapping[str, object], known: Sequence[str]) -> None:
    if unknown := sorted(set(settings) - set(known)):
        raise ValueError(f'there is no setting "{unknown[0]}". Known are: {", ".join(known)}')
