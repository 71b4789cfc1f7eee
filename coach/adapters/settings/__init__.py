"""settings.yaml: its shape, reading it, and changing values while comments stay."""
