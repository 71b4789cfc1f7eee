"""The page as HTML. Jinja2 is loaded here alone: no other part of the program waits for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from coach.core.report.text import CONTINUED

if TYPE_CHECKING:
    from coach.core.report.page import Page

TEMPLATE = "page.html.jinja"


def as_html(page: Page) -> str:
    """The whole document; the same page gives the same bytes."""
    return _environment().get_template(TEMPLATE).render(page=page, continued=CONTINUED) + "\n"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("coach.adapters.report", ""), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    made.filters["named"] = _named
    return made


def _named(words: str, what: str) -> str:
    """An id of the document: "lower-back-title"."""
    return f"{re.sub(r'[^a-z0-9]+', '-', words.lower())}-{what}"
