"""What a page's script asks an endpoint for: its address and values, put together from strings and variables as the script does."""

import re
from urllib.parse import parse_qsl

from spiders.lists.text import unescaped

_TERM = r"""(?:'[^']*'|"[^"]*"|[\w.]+)"""
_SUM = rf"{_TERM}(?:\s*\+\s*{_TERM})*"
_PAIR = re.compile(rf"""['"]?(\w+)['"]?\s*:\s*({_SUM})""")
_OBJECT = re.compile(r"\{([^{}]*)\}")
_AROUND = 1000  # characters before and after an address in which the object stands that goes with it


def call_of(text: str, path: str, needed: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """Return the address whose path ends in this pattern that a script names, and the values it sends; None where it names none.

    Values stand in the address, or in an object near it; what only runs would tell is left out. A call without any of the
    `needed` names is another's, such as the form of a site's search.
    """
    for call in re.finditer(rf"""['"][^'"\s]*{path}(?![\w/.])[^'"]*['"](?:\s*\+\s*{_TERM})*""", text):
        address, _, query = unescaped(_evaluated(call[0], text)).partition("?")
        near = text[max(0, call.start() - _AROUND) : call.end() + _AROUND]
        objects = [dict(_PAIR.findall(found)) for found in _OBJECT.findall(near)]
        sent = next((found for found in objects if set(needed) & set(found)), {})
        values = {**dict(parse_qsl(query, keep_blank_values=True)), **{name: _evaluated(value, text) for name, value in sent.items()}}
        if set(needed) & set(values):
            return address, {name: value for name, value in values.items() if value}
    return None


def _evaluated(expression: str, text: str) -> str:
    """Return the string that a sum of strings, numbers and variables is; a variable without a plain value adds nothing."""
    terms = re.findall(_TERM, expression)
    return "".join(
        term[1:-1] if term[0] in "'\"" else term if re.fullmatch(r"\d+|true|false", term) else _variable(term, text) for term in terms
    )


def _variable(name: str, text: str) -> str:
    found = re.search(rf"""(?<![\w.]){re.escape(name)}\s*=\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*[;,\n]""", text)
    return "".join(filter(None, found.groups())) if found else ""
