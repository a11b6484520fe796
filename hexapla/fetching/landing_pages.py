"""Pages that only send the reader on: `<meta http-equiv="refresh" content="0; url=...">`."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HEAD_BYTES = 65_536
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?(?P<target>.*)", re.IGNORECASE | re.DOTALL
)
# A page that stays longer is meant to be read.
_LONGEST_STAY_SECONDS = 10


class _RefreshFinder(HTMLParser):
    """Remembers the target of the first refresh."""

    target: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag != "meta" or values.get("http-equiv", "").strip().lower() != "refresh":
            return
        match = _REFRESH.fullmatch(values.get("content", ""))
        if match is not None and int(match["seconds"]) <= _LONGEST_STAY_SECONDS and self.target is None:
            self.target = match["target"].strip().strip("'\"").strip() or None


def refresh_target(page: bytes) -> str | None:
    """Return the address that an HTML page sends on to, as written there; None where it does not.

    The first 64 KiB are looked at.
    """
    finder = _RefreshFinder()
    finder.feed(page[:_HEAD_BYTES].decode("utf-8", "replace"))
    return finder.target
