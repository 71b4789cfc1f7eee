"""The journal in SQLite (docs/record.md): opening, reading and writing it, bringing an older one up to date, backups."""
