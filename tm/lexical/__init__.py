"""Search by words: analysis of the six languages, an inverted index of them, queries with phrases."""
