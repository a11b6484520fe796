"""Terminology: candidates in each language, their pairing into concepts, and its exchange."""
