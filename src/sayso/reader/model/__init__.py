"""The trained reader: one small network run once over a story, and the decoding of its numbers."""
