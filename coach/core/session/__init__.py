"""A timeline followed in time, and the way of a person through it: what is recorded, what is heard, what comes next.

`guide` is the way from the plan to the last rating, the same for every front end: `guide_steps` are its steps for the
person, `guide_errands` those for the door and the record, `guide_end` is what it comes to.

`session` is where it stands, `advance` what time does to it, `keys` what the person does. `run` drives one: a look at
the clock or a key gives a `tick`, all of one moment, which `hearing` makes heard. `begun` is how it starts and goes on
after a break; `ports` is what it needs of the things outside. Others use `Guide` with its
steps, `Run`, `Tick`, `Ear` and the events.
"""
