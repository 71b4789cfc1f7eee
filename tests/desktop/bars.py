"""The lines that the README has for status bars, as somebody who copies them would have them."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
KNOWN = "~/.local/share/coach"


def blocks() -> dict[str, str]:
    """The text for each bar."""
    found = re.findall(r"```(conf|json|ini|toml)\n(.*?)```", README, re.DOTALL)
    bars = {"conf": "tmux", "json": "waybar", "ini": "polybar", "toml": "starship"}
    return {bars[kind]: text for kind, text in found if "status.json" in text}


def commands() -> dict[str, str]:
    """What each bar gives to a shell."""
    block = blocks()
    (module,) = json.loads(block["waybar"]).values()
    (tmux,) = re.findall(r'"#\((.*)\)"$', block["tmux"], re.MULTILINE)
    (polybar,) = re.findall(r"^exec = (.*)$", block["polybar"], re.MULTILINE)
    return {
        "tmux": tmux.replace('\\"', '"'),  # as tmux reads what stands in double quotes
        "waybar": module["exec"],
        "polybar": polybar,
        "starship": tomllib.loads(block["starship"])["custom"]["coach"]["command"],
    }
