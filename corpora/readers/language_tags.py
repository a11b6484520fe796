"""The language that a file declares for itself, as the short code used everywhere else."""

from __future__ import annotations

import re

_LONGER = {
    "ara": "ar", "arb": "ar", "zho": "zh", "chi": "zh", "cmn": "zh", "eng": "en", "fra": "fr", "fre": "fr",
    "rus": "ru", "spa": "es",
}  # fmt: skip


def primary_language(tag: str) -> str | None:
    """Return the language subtag of a BCP 47 tag.

    ISO 639-3 codes of the six languages become their short ones.

    >>> primary_language("zh-Hans-CN"), primary_language("fra"), primary_language("")
    ('zh', 'fr', None)
    """
    primary = re.split(r"[-_,;\s]", tag.strip().lower())[0]
    return _LONGER.get(primary, primary) if re.fullmatch(r"[a-z]{2,8}", primary) else None
