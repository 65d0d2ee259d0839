"""Accuracy and speed, each command printing our figure beside the anchor's: ``python -m benchmarks NAME``."""
