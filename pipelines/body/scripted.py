"""Text that a page keeps in a script until the script shows it: the body of Guangdong's gkmlpt pages."""

import json
import re
from html import escape, unescape

_DETAIL = re.compile(r"""window\._CONFIG\b.*?\bDETAIL\b['"]?\s*:\s*\{""", re.DOTALL)
_FIELD = r"""(?<![\w$])['"]?{}['"]?\s*:\s*(?=")"""
_EMPTY = re.compile(r"""(<(\w+)\b[^<>]*\bclass=["'][^"']*\barticle-content\b[^"']*["'][^<>]*>)\s*(?=</\2)""", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


def shown(text: str) -> str:
    """Return a page with the body that its script holds where the script would show it; a page that shows it itself as it is."""
    detail = _DETAIL.search(text)
    if detail is None:
        return text
    content, title = _string(text, detail.end(), "content"), _string(text, detail.end(), "title")
    visible = _bare(_SCRIPT.sub("", text))
    if not _bare(content) or _bare(content)[:60] in visible:
        return text
    heading = f"<h1>{escape(title)}</h1>" if title and _bare(title) not in visible else ""
    body = f'{heading}<div id="zoom">{content}</div>'
    filled, number = _EMPTY.subn(lambda place: place[1] + body, text, count=1)
    return filled if number else f"{text}{body}"


def _string(text: str, start: int, name: str) -> str:
    """Return the first string of a name in an object of a script, empty where there is none."""
    field = re.compile(_FIELD.format(name)).search(text, start)
    try:
        return str(json.JSONDecoder(strict=False).raw_decode(text, field.end())[0]) if field else ""
    except json.JSONDecodeError:
        return ""


def _bare(markup: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^<>]*>", "", markup)))
