"""Sayso reads news pages and keeps the record: what happened, and on whose say-so."""
