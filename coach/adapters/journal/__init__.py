"""The journal in SQLite: opening, reading and writing it, bringing an older one up to date, backups."""
