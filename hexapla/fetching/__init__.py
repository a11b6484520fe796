"""Downloads documents by their symbols, politely, and never from a host that is not allowed."""
