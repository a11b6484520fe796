"""What can go wrong while fetching.

FetchError               anything that fetching raises on purpose
├── SourcesError         the file of sources is wrong
├── SymbolRefused        what was asked for is no document symbol
├── LedgerError          the ledger of the folder cannot be read
├── FolderBusy           another process fetches into the folder
└── AddressFailed        one address gave no document; says the reason and what to try next
    ├── Missing          the service has no such version
    ├── Refused          what came, or where it led, is not accepted: the same again would not help
    └── Unanswered       no whole answer came: the same again may help
"""

from __future__ import annotations


class FetchError(Exception):
    """Anything that fetching raises on purpose."""


class SourcesError(FetchError):
    """The file of sources is wrong; the message names the file and the setting."""


class SymbolRefused(FetchError):
    """What was asked for is no document symbol."""


class LedgerError(FetchError):
    """The ledger of a folder cannot be read."""


class FolderBusy(FetchError):
    """Another process fetches into the folder."""


class AddressFailed(FetchError):
    """One address gave no document."""

    def __init__(self, reason: str, advice: str = "") -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)


class Missing(AddressFailed):
    """The service has no such version."""


class Refused(AddressFailed):
    """What came, or where it led, is not accepted."""


class Unanswered(AddressFailed):
    """No whole answer came. `wait_seconds` is what the server asks to wait, None where it asks nothing.

    `host` is the one that did not answer, where that matters; `given_up` the one that need not be asked again
    in this run, "" for none.
    """

    def __init__(
        self,
        reason: str,
        advice: str = "",
        *,
        wait_seconds: float | None = None,
        host: str = "",
        given_up: str = "",
    ) -> None:
        super().__init__(reason, advice)
        self.wait_seconds = wait_seconds
        self.host = host
        self.given_up = given_up
