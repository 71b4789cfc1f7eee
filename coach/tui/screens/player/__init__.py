"""The screen of a guided session: what it shows, its page, its commands."""
