"""Progress: pain by day, the calendar, what followed, and below them all that was done and noted."""
