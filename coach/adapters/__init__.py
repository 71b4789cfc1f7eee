"""One module for each thing outside the program. Adapters know the core, never the screens."""
