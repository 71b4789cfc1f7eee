"""Routines and what they become: techniques, doses and their caps, choices, and the timeline of a run."""
