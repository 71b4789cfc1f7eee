"""The one door to the core: `door.Coach` and its parts, which read the record, ask the rules and append facts.

`door` puts the parts together; `record`, `rules`, `listing`, `checks`, `entries`, `corrections`,
`looking_back` and `sessions` are what it holds;
`guided` carries out with them what the guide of a session asks, for every front end; `reminder_desk` is the same door
for whoever keeps the reminders. What is decided is decided in the rooms below.
"""
