"""Search a memory in one language, read the answer in the others.

    python scripts/search_across_languages.py MEMORY "financement du terrorisme" ar ru

The query may be in any language that the encoder knows. The languages after it are those to show.
"""

from __future__ import annotations

import sys

import hexapla


def main(folder: str, query: str, *show: str) -> None:
    """Print the five passages nearest to the query, each in the languages asked for."""
    # Opening reads the manifest only; the index and the encoder are loaded by the first search.
    memory = hexapla.open_memory(folder)

    # `languages=["en"]` would search the English passages alone: all of them, not the English among the hits.
    for hit in memory.search(query, k=5):
        # A unit id is an address: document, paragraph. The score is a cosine: 1 is the same, 0 is unrelated.
        print(f"{hit.score:.2f}  {hit.unit_id}  found in {hit.language}, {hit.document}")

        # A passage may be missing in a language: then nothing is shown for it, and nothing is made up.
        for language in show or hit.texts:
            if language in hit.texts:
                print(f"      {language}  {hit.texts[language]}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
