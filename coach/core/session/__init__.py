"""A timeline followed in time: the session as a value, its recording, and what is heard of it."""
