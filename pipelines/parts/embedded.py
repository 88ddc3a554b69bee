"""What a page shows in a window of its own: files in a viewer, and frames."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.model import PartLink
from pipelines.files.links import name_in

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|ofd|ceb)$", re.IGNORECASE)
# pdf.js, and viewers for all kinds of files, are told in their address what to show
_SHOWS = ("file", "src", "url", "pdf", "path", "fileurl", "filepath", "furl", "pdfurl")
# scripts that put a viewer into a page: PDFObject, pdf.js itself, Pdfh5
_SCRIPTED = re.compile(
    r"""(?:PDFObject\.embed|pdfjsLib\.getDocument|PDFJS\.getDocument)\s*\(\s*["']([^"'\s]+)["']|\bpdfurl\s*:\s*["']([^"'\s]+)["']""",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# frames that are part of a template: banners, menus, counters, weather, share boxes
_FURNITURE = re.compile(
    r"(?<![a-z])(?:top|head|header|foot|footer|bottom|banner|menu|nav|left|right|side|sidebar|visit\w*|count\w*|weather|tianqi|share|search"
    r"|login|video|player|map|links?)(?![a-z])",
    re.IGNORECASE,
)


def embedded(tree: LexborHTMLParser, url: str) -> tuple[PartLink, ...]:
    """Return the files and frames that a page shows, in page order; what only could hold its text is for the caller to judge."""
    found: dict[str, PartLink] = {}
    for node in tree.css("iframe, frame, embed, object"):
        if not _is_hidden(node) and (link := _link(node, url)):
            found.setdefault(link.url, link)
    for script in tree.css("script:not([src])"):
        text = script.text()
        for called in _SCRIPTED.finditer(text) if "pdf" in text.lower() else ():
            address = _joined(url, called[1] or called[2])
            found.setdefault(address, PartLink(role="file", url=address, name=name_in(address)))
    return tuple(link for link in found.values() if link.url.startswith(("http://", "https://")))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    # counters have no size at all; what is lower than ten lines shows the weather or a slogan
    is_small = any(
        re.fullmatch(rf"(?:{size})(?:px)?", attributes.get(name) or "") for name, size in (("width", "[01]"), ("height", r"\d\d?|1\d\d"))
    )
    return is_small or "hidden" in attributes or _UNSEEN.search(attributes.get("style") or "") is not None


def _link(node: LexborNode, url: str) -> PartLink | None:
    attributes = node.attributes
    source = (attributes.get("src") or attributes.get("data") or attributes.get("data-src") or "").strip()
    if not source or source.startswith(("javascript:", "about:", "data:", "#")):
        return None
    address = _joined(url, source)
    file = next(_shown(address), None)
    if file is None and attributes.get("type") == "application/pdf":
        file = address
    if file is not None:
        return PartLink(role="file", url=file, name=attributes.get("title") or name_in(file))
    is_frame = node.tag in ("iframe", "frame") and not _FURNITURE.search(
        f"{urlsplit(address).netloc}{urlsplit(address).path} {attributes.get('id') or ''}"
    )
    return PartLink(role="frame", url=address, name=attributes.get("title") or "") if is_frame else None


def _shown(address: str) -> Iterator[str]:
    """Give the address of the file that an address shows, be it the file itself or a viewer of it."""
    parts = urlsplit(address)
    if _DOCUMENT.search(unquote(parts.path)):
        yield address.partition("#")[0]
    for name, value in [*parse_qsl(parts.query), *parse_qsl(parts.fragment)]:
        if name.lower() in _SHOWS:
            told = _decoded(value)
            if _DOCUMENT.search(urlsplit(told).path):
                yield _joined(address, told)


def _decoded(value: str) -> str:
    """Return an address as a viewer reads it: kkFileView's is written in base 64, others are quoted twice."""
    try:
        plain = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        plain = ""
    return plain if plain.startswith(("http://", "https://")) else unquote(value)


def _joined(url: str, source: str) -> str:
    try:
        return urljoin(url, source)
    except ValueError:  # brackets that are no number of the sixth version
        return ""
