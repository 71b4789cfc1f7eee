"""The reminders: `step(state, now, signals) -> (state, events)`, working hours, pauses, follow-ups."""
