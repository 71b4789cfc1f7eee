"""What the facts say, put together anew at each reading; nothing here decides whether something is serious.

`reader.read` gives a `History` (complaints, lumps, ratings, visits) from facts in order; `corrections` puts right what
later facts correct, withdraw or date anew; `sessions` and `past_sessions` tell of sessions; `unread` names the entries
that can't be read, and which of them everything is still to be asked for.
"""
