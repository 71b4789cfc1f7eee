"""The red flags as values, with levels, locks and sources; and the document that a clinician reviews."""
