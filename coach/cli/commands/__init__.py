"""One module a command of `coach`."""
