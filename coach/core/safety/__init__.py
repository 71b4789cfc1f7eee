"""Which flags are up: the facts and the catalogue in, raised flags with their evidence out.

`reading.read` fetches what the rules read, `screening.evaluate` says what is up, `daily_check.passed` whether the check
of the day stands, `flag_log` what to write down of it. Inside: `observations` are flags from answers, reports and
looks; `computed_flags` (with `trends` and `combinations`) those from the history; `visits` what a visit takes away;
`kept_signs` what the flag log keeps up while an entry can't be read; `raised_flag` what is left at one moment.
"""
