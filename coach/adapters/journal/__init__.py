"""The journal in SQLite: writing, reading, backups, migration, rescue."""
