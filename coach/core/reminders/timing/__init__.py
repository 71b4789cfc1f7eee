"""When a prompt is told, to the second: what is looked at before it, what rides along, and what it waits for."""
