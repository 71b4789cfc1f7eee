"""The facts: what happened, when, on which device. Nothing in here knows what a fact means for safety."""
