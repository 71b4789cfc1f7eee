"""Text from outside as it can be shown: one line that steers no terminal, turns no reading direction, and ends."""

from __future__ import annotations


def shown(text: str, most: int = 60) -> str:
    """The text in one line of at most `most` letters; signs that would act or hide are written out."""
    safe = visible(text[: most + 1])
    return safe if len(safe) <= most else f"{safe[: most - 3]}..."


def visible(text: str) -> str:
    r"""The text with every sign that can't be seen written out: `\x1b`, `\n`, `\u202e`. A wide space is a space."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _out(sign) for sign in text)


def _out(sign: str) -> str:
    if sign.isspace() and sign > "\x9f" and sign not in "\u2028\u2029":
        return " "
    return sign.encode("unicode_escape", "surrogatepass").decode("ascii")
