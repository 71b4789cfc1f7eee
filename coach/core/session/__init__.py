"""A timeline followed in time: the session as a value, its recording, and what is heard of it.

`session` is where it stands, `advance` what time does to it, `keys` what the person does. `run` drives one: a look at
the clock or a key gives a `tick`, all of one moment, which `hearing` makes heard. `begun` is how it starts and goes on
after a break; `ports` is what it needs of the things outside. Others use `Run`, `Tick`, `Ear` and the events.
"""
