"""How the reminders stand at one moment, for screens, `coach status` and status bars: `status(state, now)`."""
