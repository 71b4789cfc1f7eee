"""Commands that look back: progress, days away, what can be done, the plan."""
