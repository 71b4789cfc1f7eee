"""What is asked and when: cadence, pages of questions, a check under way."""
