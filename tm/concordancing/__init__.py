"""Concordance: phrases with wildcards, where their counterparts stand, tables of renderings, exports."""
