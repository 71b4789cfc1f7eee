"""The parts of what keeps the reminders (`coach/adapters/scheduler.py`): what it needs, looks at and tells."""
