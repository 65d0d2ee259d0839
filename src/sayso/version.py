"""Versions that records carry."""

READER_VERSION = "model-1"
"""Version of reader and resolver together. A case re-reads its stories when this has moved on."""
MERGE_VERSION = "merge-1"
"""Version of merging, in the rows it derives."""
