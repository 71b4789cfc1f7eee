"""What the record says of itself: pain over time, what followed a routine, the calendar, checking in, breaks, function.

Pure numbers, computed anew at each reading from facts that are corrected, the same in whatever order they come. No
safety rule reads any of them, and none outranks one.

`standing.standing` makes the facts ready. `pain.pain_by_area` and `pain.compared` tell of pain, `followed.followed` of
routines, `calendar.days` of days, `check_ins.check_ins` of checking in, `breaks` of breaks, `function` of what can be
done. `whole.progress` is all of it at once, `words` says it in plain lines.
"""
