"""What the facts say, put together: complaints, lumps, visits, corrections, sessions of the past."""
