"""Commands that give something to read: the page for a clinician, and the lessons."""
