"""Refuses to run when a foreign package hides one of ours.

The distribution ships four top-level packages, and other distributions on PyPI use the names `align`,
`tm` and `corpora`. Whichever comes first on `sys.path` wins, and it would fail far from the cause.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

SIBLINGS = ("corpora", "align", "tm")


def check_siblings() -> None:
    """Raise `ImportError` unless `corpora`, `align` and `tm` lie beside this package; none is imported."""
    home = Path(__file__).resolve().parent.parent
    for name in SIBLINGS:
        origin = _origin(name)
        if origin is None:
            raise ImportError(
                f'Hexapla needs its package "{name}" beside {home / "hexapla"}, and it is not there. '
                "Reinstall it with: pip install --force-reinstall hexapla"
            )
        if origin.parent.parent != home:
            raise ImportError(
                f'Hexapla\'s package "{name}" is hidden by another package of that name, {origin.parent}. '
                f"Uninstall that one (pip uninstall {name}), or take {origin.parent.parent} off sys.path; "
                f"Hexapla itself is in {home}."
            )


def _origin(name: str) -> Path | None:
    """Return where `name` would be imported from; for a folder without `__init__.py` a path inside it."""
    loaded = sys.modules.get(name)
    spec = loaded.__spec__ if loaded is not None else find_spec(name)
    if spec is None:
        return None
    if spec.origin is not None:
        return Path(spec.origin).resolve()
    places = list(spec.submodule_search_locations or ())
    return Path(places[0]).resolve() / "__init__.py" if places else None
