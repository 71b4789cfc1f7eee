"""The door: raised flags and a routine in, what may run out; the words of cards; written cases."""
