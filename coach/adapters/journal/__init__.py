"""The journal in SQLite (docs/record.md): opening, reading, writing it, bringing an older one up to date, backups."""
