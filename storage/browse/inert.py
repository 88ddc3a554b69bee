"""A stored page as it may be looked at: what it says, and nothing of it that could act or ask the network."""

import re

import nh3

from crawler.decode import decode
from crawler.errors import ExtractionError
from crawler.model import Page

# Sent with whatever a server once sent us. Sandboxed without exceptions, the document has an origin of its own, runs no script,
# follows no refresh, submits no form and opens no window, in a frame and opened by itself (HTML Standard, 7.1.5 Sandboxing).
STORED_HEADERS = {
    "content-security-policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def markup(page: Page, encoding: str | None = None) -> str | None:
    """Return the markup of a page; None for a file or picture. `encoding` is what its row says of the site."""
    try:
        return decode(page.body, page.content_type, encoding).text
    except ExtractionError:
        return None


def inert(markup: str) -> str:
    """Return a document that shows the markup of a page as it was sent.

    The headers alone would not do: a browser opens connections for links that are pressed and for `preconnect` whatever they say
    (measured in Chromium 156). So addresses, scripts and styles of other than plain properties are not in it at all.
    """
    title = re.search(r"<title[^>]*>([^<]*)", markup, re.IGNORECASE)
    return _DOCUMENT.format(title=_NOTHING.clean(title.group(1)) if title else "", body=_CLEANER.clean(markup))


_DOCUMENT = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body {{ overflow-wrap: anywhere }} table {{ max-width: 100% }} img[src] {{ max-width: 100%; height: auto }}</style></head>
<body>{body}</body></html>
"""
_TAGS = nh3.ALLOWED_TAGS - {"area", "map"} | {"address", "big", "font", "label", "legend", "main", "section", "tfoot"}
# what stands between their tags is no text of the page, or is read otherwise by a browser than by a parser
_DROPPED = {
    "applet", "audio", "canvas", "embed", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object", "option", "plaintext",
    "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"align", "bgcolor", "border", "dir", "height", "hidden", "id", "lang", "style", "title", "valign", "width"},
    "a": {"href", "name"},
    "col": {"span"},
    "colgroup": {"span"},
    "font": {"color", "face", "size"},
    "img": {"alt", "src"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"cellpadding", "cellspacing"},
    "td": {"colspan", "nowrap", "rowspan"},
    "th": {"colspan", "nowrap", "rowspan", "scope"},
}
# none of them takes an address
_PROPERTIES = {
    "background-color", "border-bottom", "border-collapse", "border-color", "border-left", "border-right", "border-style", "border-top",
    "border-width", "clear", "color", "display", "float", "font-family", "font-size", "font-style", "font-weight", "height",
    "letter-spacing", "line-height", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "vertical-align",
    "visibility", "white-space", "width",
}  # fmt: skip


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute: of addresses, those of places in the page and of pictures that are in the page themselves."""
    if name == "href":
        return value if value.startswith("#") else None
    if name == "src":
        return value if re.match(r"data:image/(?:png|jpeg|gif|bmp|webp);base64,", value) else None
    if name == "style":
        return None if re.search(r"url|image|\\|@|attr\s*\(", value, re.IGNORECASE) else value
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_harmless,
    filter_style_properties=_PROPERTIES,
    link_rel=None,
    url_schemes={"data"},
)
_NOTHING = nh3.Cleaner(tags=set())
