"""Which flags are up: the facts and the catalogue in, raised flags with their evidence out."""
