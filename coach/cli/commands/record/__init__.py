"""The commands that write into the record, and that let it out, in again, and go."""
