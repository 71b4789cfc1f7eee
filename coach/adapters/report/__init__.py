"""The page for a clinician as HTML that asks for nothing and runs nothing."""
