"""What single changes refer to: a generation that is open for reading."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from align.encoders import Encoder
from tm.lexical.lexical_index import LexicalIndex
from tm.passage_store import PassageStore
from tm.search_table import SearchTable
from tm.vector_index import VectorIndex


class Published(Protocol):
    """What of a generation the changes refer to."""

    folder: Path

    @property
    def known_changes(self) -> int:
        """The number of the last change that the generation was made with."""
        ...

    @property
    def encoder(self) -> Encoder:
        """The encoder of its vectors."""
        ...

    @property
    def index(self) -> VectorIndex:
        """Its vectors."""
        ...

    @property
    def lexical_index(self) -> LexicalIndex:
        """Its words."""
        ...

    @property
    def search_table(self) -> SearchTable:
        """Its rows."""
        ...

    @property
    def passages(self) -> PassageStore:
        """Its texts."""
        ...
