"""The day in numbers, from the facts of the reminders: how long the person sat between standing up."""
