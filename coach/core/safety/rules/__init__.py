"""The rules that put things together: over time (trends), at one moment (combinations), and which of them are held."""
