"""The kinds of tokens, and the hash that tells tokens apart."""

from __future__ import annotations

WORD_TOKEN, HAN_TOKEN, NUMBER, SYMBOL, ADDRESS, PUNCTUATION = range(6)
KIND_NAMES = ("word", "han", "number", "symbol", "address", "punctuation")
# Fowler, Noll and Vo: FNV-1a, 64 bits, finished by the first half of MurmurHash3's mixer (public domain).
FACTOR = 0x100000001B3
WORD_SEED = 0xCBF29CE484222325
# Seeds apart, so that the number 19 and a symbol written "19" are not one token.
NUMBER_SEED, SYMBOL_SEED, ADDRESS_SEED = WORD_SEED + 2, WORD_SEED + 4, WORD_SEED + 6
_MASK = (1 << 64) - 1


def token_hash(seed: int, text: str) -> int:
    """Return the hash of a token that is written `text`: what the compiled loops compute as well."""
    value = seed
    for character in text:
        value = ((value ^ ord(character)) * FACTOR) & _MASK
    value ^= value >> 33
    value = (value * 0xFF51AFD7ED558CCD) & _MASK
    return value ^ (value >> 33)
