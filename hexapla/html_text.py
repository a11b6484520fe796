"""Text for HTML: escaped, without characters that HTML forbids, with its language and its direction."""

from __future__ import annotations

import html
import re

from corpora.languages import is_right_to_left

# Controls and lone surrogates have no place in HTML; direction controls could turn round what follows them.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_TAGS = {"zh": "zh-Hans"}


def text(value: str) -> str:
    """Return `value` as HTML text; forbidden and directional control characters become U+FFFD."""
    return html.escape(_FORBIDDEN.sub("\ufffd", value), quote=True)


def attribute(name: str, value: str) -> str:
    """Return an attribute with a space before it; nothing for an empty value."""
    return f' {name}="{text(value)}"' if value else ""


def element(name: str, inner: str, **attributes: str) -> str:
    """Return an element around HTML that is escaped already."""
    return f"<{name}{''.join(attribute(key, value) for key, value in attributes.items())}>{inner}</{name}>"


def language_tag(language: str) -> str:
    """Return the BCP 47 tag for `lang`: United Nations Chinese is written in simplified characters."""
    return _TAGS.get(language, language)


def direction(language: str) -> str:
    """Return "rtl" or "ltr"."""
    return "rtl" if is_right_to_left(language) else "ltr"
