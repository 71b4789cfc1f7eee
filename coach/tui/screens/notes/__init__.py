"""The forms in which something is noted, and put right."""
