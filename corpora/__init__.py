"""What a document is, and how one is read."""
