"""The command line: the only place that wires adapters, core and screens together."""
