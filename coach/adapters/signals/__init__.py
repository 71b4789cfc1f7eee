"""What the machine knows of the person: idle time, calls, meetings, do-not-disturb."""
