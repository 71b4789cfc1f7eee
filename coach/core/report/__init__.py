"""The page for a clinician: what the record says of some weeks, as blocks of lines; facts, and no reading of them."""
