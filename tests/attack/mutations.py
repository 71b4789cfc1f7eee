"""Damages to valid examples, from one changed value to noise. The same random numbers give the same damage."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

import yaml

STEERS = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\u200b\r"
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, -(10**300), 0.1, 1e308, float("nan"), float("inf"), "", " ",
    "no", "yes", "null", "2026-02-30", "9999-12-31T23:59:59-23:59", "0001-01-01", "1e999", "-0", "../../etc/passwd",
    "[@click=app.quit]x[/]", "%s%n{0}", STEERS, "\0", "\udcff", "\uffff", "é" * 300, "x" * 3000, "$(id)", "a\nb", "٣",
    [], {}, [[]], {"": ""}, [None] * 50, {"a": {"b": {"c": [1, {"d": None}]}}}, [{}] * 10, {"x" * 500: 1},
)  # fmt: skip
MOMENTS = (
    "2026-03-02T14:00:00", "2026-03-02", "2026-03-02T25:00:00+01:00", "2026-03-02T14:00:00+01:00",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z",
    "2026-W10-1",
    "2026-03-02T14:00:00+23:59:59.999999", "20260302T140000Z", "2026-03-02T14:00:00.000001Z", "2026-03-02t14:00:00z",
)  # fmt: skip
SNIPPETS = (
    "&a ", "*a", "<<: *a\n", "!!python/object/apply:os.system ['id']", "!x ", "- ", "? ", ": ", "|\n", ">\n", "---\n",
    "...\n", "%YAML 9\n", "[", "]", "{", "}", "'", '"', "#", "\t", "\\", "\0", "\x1b[31m", "\x9b", "\u202e", "\u2028",
    "\x85", "\ufeff", "@", "`", ",", "\n\n", "  ", "0x1F", "1_000", "17:30", "~", "\r", "\\u0000", '"\\e[2J"',
)  # fmt: skip
Damage = Callable[[random.Random, str], bytes]


MOST_VALUES = 40_000  # that an example is widened to


def odd(rng: random.Random) -> Any:
    """Any value, seldom a fitting one."""
    return copy.deepcopy(rng.choice(ODD))


def near(rng: random.Random, value: Any) -> Any:
    """A value of the same kind, as odd as it can be."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d", value):
        return rng.choice(MOMENTS)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return rng.choice(
            (0, -1, 1, value * -1, value + 1, value * 1000, 2**31, 2**63, 10**30, 0.5, 1e308, float("nan"))
        )
    if isinstance(value, str):
        return rng.choice(
            (value.upper(), value + "x", value[:-1], f" {value}", f"{value}\n", f"{value}{STEERS}", value * 99)
        )
    return odd(rng)


def damaged_tree(rng: random.Random, tree: Any) -> Any:
    """The values with one to four of them changed, taken out, doubled, renamed or put elsewhere."""
    tree = copy.deepcopy(tree)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        places = list(_places(tree))
        if not places:
            return odd(rng)
        group, key = rng.choice(places)
        match rng.randrange(7):
            case 0 | 1:
                group[key] = near(rng, group[key]) if rng.random() < 0.6 else odd(rng)
            case 2:
                del group[key]
            case 3 if isinstance(group, dict):
                group[str(key) + rng.choice(("x", "", STEERS, " "))] = group.pop(key)
            case 3 | 4 if isinstance(group, list):
                group.append(copy.deepcopy(group[key]))
            case 5:
                group[key] = [group[key]] if rng.random() < 0.5 else {"x": group[key]}
            case _:
                other, there = rng.choice(places)
                group[key] = copy.deepcopy(other[there]) if _has(other, there) else odd(rng)
    return tree


def _has(group: Any, key: Any) -> bool:
    return key in group if isinstance(group, dict) else key < len(group)


def _places(tree: Any) -> Any:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(items):
        yield tree, key
        yield from _places(value)


def as_yaml(rng: random.Random, tree: Any) -> bytes:
    """The values as a YAML file, in one of its styles."""
    style = rng.choice((None, True, False))
    write = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    plain = rng.random() < 0.8
    return _encoded(yaml.dump(tree, Dumper=write, default_flow_style=style, allow_unicode=plain, sort_keys=False))


def as_json(rng: random.Random, tree: Any) -> bytes:
    """The values as JSON, NaN and infinities included."""
    return _encoded(json.dumps(tree, ensure_ascii=rng.random() < 0.5))


def damaged_text(rng: random.Random, text: str) -> bytes:
    """A text with lines lost, doubled or moved, and signs put in."""
    lines = text.split("\n")
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, rng.choice(lines))
            case 2:
                lines[at] = rng.choice((" ", "    ", "\t")) + lines[at]
            case 3:
                lines = lines[:at]
            case _:
                place = rng.randint(0, len(lines[at]))
                lines[at] = lines[at][:place] + rng.choice(SNIPPETS) + lines[at][place:]
        lines = lines or [""]
    return _encoded("\n".join(lines))


def damaged_bytes(rng: random.Random, text: str) -> bytes:
    """A file with bits flipped, bytes put in or cut off, or in another encoding."""
    raw = bytearray(text.encode())
    for _ in range(rng.choice((1, 2, 8, 64))):
        at = rng.randrange(len(raw) or 1)
        match rng.randrange(5):
            case 0 if raw:
                raw[at] ^= 1 << rng.randrange(8)
            case 1:
                raw[at:at] = rng.choice((b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1b[2J", b"\xf4\x90\x80\x80"))
            case 2:
                del raw[at : at + rng.randint(1, 20)]
            case 3:
                raw[at:at] = rng.randbytes(rng.randint(1, 9))
            case _:
                raw = raw[: at + 1]
    return bytes(raw) if rng.random() < 0.9 else bytes(raw).decode("utf-8", "replace").encode("utf-16")


def widened(rng: random.Random, tree: Any) -> Any:
    """The values with one of their lists or groups made very long, each entry as sound as before."""
    tree = copy.deepcopy(tree)
    groups = [group[key] for group, key in _places(tree) if isinstance(group[key], (list, dict)) and group[key]]
    wide = rng.choice(groups or [tree])
    many = min(rng.choice((30, 500, 3000, 8000)), MOST_VALUES // (1 + sum(1 for _ in _places(wide))))
    if isinstance(wide, list):
        wide += [copy.deepcopy(wide[n % len(wide)]) for n in range(many)]
    elif isinstance(wide, dict):
        wide |= {f"{key}-{n}": copy.deepcopy(value) for key, value in list(wide.items())[:1] for n in range(many)}
    return tree


def noise(rng: random.Random, _: str) -> bytes:
    """Random bytes, or random signs that mean something."""
    if rng.random() < 0.5:
        return rng.randbytes(rng.choice((0, 1, 16, 300, 5000)))
    return _encoded("".join(rng.choice(SNIPPETS) for _ in range(rng.choice((1, 10, 100, 2000)))))


def too_much(rng: random.Random, text: str) -> bytes:
    """What is deep, wide, long or all of it; a hundredth of it over a megabyte."""
    big = rng.choice((300, 3000, 30_000, 30_000, 120_000))
    first = re.split(r"[\s:,]", text.strip('{[" \n'), maxsplit=1)[0] or "a"
    return _encoded(
        rng.choice(
            (
                "[" * big, "{" * big, '{"a":' * big, "[" * big + "]" * big, "- " * big, "? " * big, "a: " * big,
                "".join(f"{first}{n}: 1\n" for n in range(big // 3)), f"{first}: [" + "x, " * big + "]",
                f"{first}: " + "9" * big, f'{first}: "' + "x" * big + '"', "x" * big, "\n" * big, '"' * big,
                "&a " * big,
                f"{first}: |\n" + "  x\n" * big, text * (big // (len(text) + 1) + 2), "#" * big, "\0" * big, "é" * big,
                '{"a": ' + "1" * big + "}", "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(big // 30)),
            )
        )
    )  # fmt: skip


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def damaged(rng: random.Random, text: str, tree: Any, write: Callable[[random.Random, Any], bytes]) -> bytes:
    """One damage of any kind to an example, which is given as text and as the values in it."""
    way = rng.random()
    if way < 0.45:
        try:
            return write(rng, damaged_tree(rng, tree))
        except (yaml.YAMLError, ValueError, RecursionError):
            return damaged_text(rng, text)
    if way < 0.7:
        return damaged_text(rng, text)
    if way < 0.88:
        return damaged_bytes(rng, text)
    if way < 0.94:
        return noise(rng, text)
    return too_much(rng, text) if way < 0.97 else write(rng, widened(rng, tree))
