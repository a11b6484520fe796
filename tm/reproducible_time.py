"""The moment that stands in a file: prescribed or fixed, so that the same content gives the same bytes."""

from __future__ import annotations

import datetime
import os

from tm.errors import ExportError

# The first and the last moment that a ZIP archive can say (APPNOTE.TXT, 4.4.6): seven bits of years.
FIRST_MOMENT = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2107, 12, 31, 23, 59, 58, tzinfo=datetime.UTC)


def prescribed_moment() -> datetime.datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH prescribes, in UTC; None where it is not set.

    Raises `ExportError` where it is no whole number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(text), tz=datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ExportError(f'SOURCE_DATE_EPOCH is "{text}"; it must be whole seconds since 1970.') from error


def moment_of_file() -> datetime.datetime:
    """Return the moment for the metadata of a file: the prescribed one, else the first of 1980."""
    return prescribed_moment() or FIRST_MOMENT
