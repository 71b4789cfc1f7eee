"""What is asked and when, and what becomes of the answers.

`cadence.due` says what is due, `sections` and `groups` which questions that is, `Checkup` is the check under way,
`written_check` answers it from a list, and `check_facts` gives the facts that it leaves in the record.
"""
