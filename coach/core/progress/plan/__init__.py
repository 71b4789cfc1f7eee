"""The personal plan: notches for what may grow, offered and never applied, one step back at once.

`notches` says which notches a technique has and at which one it is, computed from facts; `offers` whether one more is
offered. All of it stays within the dose of the technique: a plan only chooses a number from its range.
"""
