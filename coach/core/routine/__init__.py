"""Routines and what they become: techniques, doses and their caps, choices, and the timeline of a run.

`planning.plan` makes a `timeline` of a routine and the person's choices; `drafting` and `holds_and_reps` tell how each
technique becomes segments, `guided_break` how a break does, `wording` what is said, `timeline_builder` puts them in
their place. `caps` holds what no dose may pass, `defaults` settles choices: now, last time, settings.
"""
