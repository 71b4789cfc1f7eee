"""Chimes and voice, in a child process that can hold up nothing."""
