"""What coach knows: pure values and rules. No clock, no files, no screen, no third-party import."""
