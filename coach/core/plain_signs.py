"""Signs for a terminal that lacks ours: one plain sign for each, so that columns hold and meanings stay apart."""

from __future__ import annotations

import unicodedata
from itertools import chain

BRAILLE = range(0x2800, 0x2900)
DOTS = " ..::oo##"  # for so many dots of eight
LIKE = {  # plain: what it stands for
    "#": "█▓▉▊▋▇▆▅",
    "x": "▒✗",
    "o": "░○",
    ".": "·",
    "*": "●•",
    "+": "✓╭╮╰╯┏┓┗┛┌┐└┘├┬┴┼",
    "~": "…◐",
    ">": "▸▶→",
    "<": "◀←⏎",
    "^": "↑",
    "v": "↓",
    "|": "▌▐▍▎▏┃│┤",
    "-": "─━┄╸╺\N{EN DASH}\N{EM DASH}",
    "_": "▁▂▃▄",
    '"': "▀▔“”",
    "'": "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}",
}
SIGNS = dict(chain.from_iterable(((sign, plain) for sign in signs) for plain, signs in LIKE.items()))
KEYS = {"⏎": "enter", "←": "left", "→": "right", "↑": "up", "↓": "down"}  # where there is room for words


def with_signs_of(text: str, encoding: str) -> str:
    """The text with signs that this encoding has, as many as before; letters lose their accents, all else is a "?"."""
    if _has(text, encoding):
        return text
    return "".join(sign if _has(sign, encoding) else plain_sign(sign) for sign in text)


def key_with_signs_of(key: str, encoding: str) -> str:
    """A key as it is shown, in words where the encoding has no sign for it: its width may be another."""
    return "".join(sign if _has(sign, encoding) else KEYS.get(sign) or plain_sign(sign) for sign in key)


def plain_sign(sign: str) -> str:
    """One sign of ASCII for this one."""
    if ord(sign) in BRAILLE:
        return DOTS[(ord(sign) - BRAILLE.start).bit_count()]
    letter = SIGNS.get(sign) or unicodedata.normalize("NFKD", sign)[0]
    return letter if letter.isascii() else "?"


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return text.isascii()
    return True
