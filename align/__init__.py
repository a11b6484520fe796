"""Which passages of two or more versions say the same thing, and how sure that is."""
