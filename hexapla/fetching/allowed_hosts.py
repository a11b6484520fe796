"""Which addresses may be asked: by scheme, host and port, before each request and after each redirect."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from hexapla.fetching.errors import Refused

DEFAULT_HOSTS = (
    "undocs.org",
    "docs.un.org",
    "documents.un.org",
    "daccess-ods.un.org",
    "daccess-dds-ny.un.org",
    "documents-dds-ny.un.org",
    "www.un.org",
)
_LONGEST_ADDRESS_CHARS = 2000
_BY_HAND = "look at the address in a browser"
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_ENTRY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^:\[\]/@\s]+)(?::(?P<port>\d{1,5}))?")
# What may stand in an address as it is; all else is percent-encoded.
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart. `target` is the path with the query; `url` is the whole, without a fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_and_port(self) -> str:
        """How a person and a list write the host: the port only where it is not that of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as a whole."""
        return f"{self.scheme}://{self.host_and_port}{self.target}"


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Entries "host", for the usual ports, and "host:port".

    `private` names the hosts that may lead to addresses of a private network or of this machine. An IP
    address that is itself an entry needs no mention there.
    """

    entries: frozenset[str]
    private: frozenset[str] = frozenset()

    def check(self, address: str) -> Place:
        """Take an address apart. Raises `Refused` for one that may not be asked."""
        place = place_of(address)
        if not self.entries & {place.host_and_port, f"{place.host_and_port}:{place.port}"}:
            raise Refused(
                f"{place.host_and_port} is not among the allowed hosts ({place.url[:200]})",
                "if you trust it, list it under allowed_hosts in a file given with --sources",
            )
        return place

    def next_place(self, base: Place, location: str) -> Place:
        """Return where a redirect leads. Raises `Refused` for a place that may not be asked.

        What was asked under encryption is not asked without: http becomes https there.
        """
        try:
            target = urljoin(base.url, location.strip())
        except ValueError as error:
            raise _malformed(location) from error
        if base.scheme == "https" and target.lower().startswith("http://"):
            target = "https://" + target[len("http://") :]
        return self.check(target)

    def may_be_private(self, place: Place) -> bool:
        """Whether the host may be at a private address or on this machine."""
        return is_ip_address(place.host) or place.host_and_port in self.private


def place_of(address: str) -> Place:
    """Take an address apart. Raises `Refused` where it is none that a document can be asked at."""
    advice, shown = _BY_HAND, _shown(address)
    if len(address) > _LONGEST_ADDRESS_CHARS:
        raise Refused(f"the address has {len(address)} characters ({shown}...)", advice)
    if "\\" in address or not address.isprintable():
        raise Refused(f"the address has characters that no address has ({shown})", advice)
    try:
        parts = urlsplit(quote(address.strip(), safe=_SAFE))
        port = parts.port
    except ValueError as error:
        raise _malformed(address) from error
    if parts.scheme not in _PORTS:
        raise Refused(f"the address is neither http nor https ({shown})", advice)
    if "@" in parts.netloc:
        raise Refused("the address holds a user name or a password", advice)
    host = (parts.hostname or "").removesuffix(".")
    if not (_NAME.fullmatch(host) or is_ip_address(host)):
        raise Refused(f"the address has no host that can be asked ({shown})", advice)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, target)


def _malformed(address: str) -> Refused:
    return Refused(f"the address is malformed ({_shown(address)})", _BY_HAND)


def _shown(address: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in address[:200])


def is_ip_address(host: str) -> bool:
    """Whether a host is written as a number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the open network."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_global and not (mapped or parsed).is_multicast


def host_entries(names: Iterable[str]) -> frozenset[str]:
    """Return entries in their one form. Raises `ValueError` with the entry that is none."""
    entries = set()
    for name in names:
        match = _ENTRY.fullmatch(name.strip().lower())
        host = match["host"].strip("[]").removesuffix(".") if match else ""
        port = int(match["port"]) if match and match["port"] else None
        wrong_port = port is not None and not 0 < port < 65536
        if not (_NAME.fullmatch(host) or is_ip_address(host)) or wrong_port:
            raise ValueError(name)
        shown = f"[{host}]" if ":" in host else host
        entries.add(shown if port is None else f"{shown}:{port}")
    return frozenset(entries)
