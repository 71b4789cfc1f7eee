"""Routine and figure files: read, checked with every fault at its place, turned into values."""
