"""Hexapla: official documents in several languages become a translation memory."""
