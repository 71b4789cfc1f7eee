"""What the program does with the person, one thing after the other: each flow asks its screens and the core."""
