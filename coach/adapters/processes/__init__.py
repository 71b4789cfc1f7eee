"""What two processes of Coach tell each other: roles, letters, the status file."""
