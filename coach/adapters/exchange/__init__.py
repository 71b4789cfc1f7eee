"""The record in files of the person's own: written, read, encrypted, kept in step in a folder; and all deleted."""
