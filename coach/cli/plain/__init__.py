"""The guided session as lines of text, and the questions around it."""
