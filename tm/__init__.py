"""Translation memory: units, exchange formats, matching, search, terms."""
