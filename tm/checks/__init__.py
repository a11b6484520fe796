"""Quality checks for translators: the gates of a TMX file, and what may be wrong with its units.

`catalogue` lists every check, `checking` runs them, `tmx_gates` reads a TMX file as validators do.
"""
