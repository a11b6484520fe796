"""Fuzzy matching: the score S1, the index that finds what reaches a threshold, the matches, the leverage."""
