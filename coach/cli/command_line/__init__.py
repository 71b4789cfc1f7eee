"""The words of the command line: which commands there are, and how they are read."""
