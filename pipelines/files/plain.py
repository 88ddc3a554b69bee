"""Files that are text already: web pages, plain text, RTF."""

import re
from email.parser import BytesParser
from email.policy import default

from selectolax.lexbor import LexborHTMLParser
from striprtf.striprtf import rtf_to_text

from crawler.decode import decode
from crawler.errors import ExtractionError
from pipelines.body.lines import tidy
from pipelines.body.parse import shallow
from pipelines.body.tables import with_rows
from pipelines.body.walk import lines_of
from pipelines.files.unreadable import Text, Unreadable

_PICTURE = re.compile(r"[0-9a-fA-F\s]{2000,}")  # in digits; it would take as long to read as a thousand pages


def read_txt(body: bytes, name: str) -> Text:
    """Return the lines of a text."""
    text, warnings = _decoded(body, name)
    return Text(lines=_lines(text), warnings=warnings)


def read_html(body: bytes, name: str) -> Text:
    """Return what a web page shows, all of it: as a file it has no chrome."""
    text, warnings = _decoded(body, name)
    root = LexborHTMLParser(shallow(text)).body
    if root is None:
        return Text(lines=(), warnings=warnings)
    page = lines_of(root)
    return Text(lines=tuple(line.text for line in with_rows(page, 0, len(page.lines))), warnings=warnings)


def read_mht(body: bytes, name: str) -> Text:
    """Return what the first web page in a page saved as one file shows: the others are its frames."""
    message = BytesParser(policy=default).parsebytes(body)
    part = message.get_body(("html", "plain"))
    payload = part.get_payload(decode=True) if part is not None else None
    if not isinstance(payload, bytes):
        raise Unreadable("a web archive without a page")
    return read_html(payload, name)


def read_rtf(body: bytes, _name: str) -> Text:
    """Return the paragraphs and table rows of an RTF file."""
    text = rtf_to_text(_PICTURE.sub("", body.decode("latin-1")), encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]  # striprtf types its arguments only
    return Text(lines=_lines("\n".join(map(_row, text.split("\n")))))


def _row(line: str) -> str:
    """Return a line; striprtf ends every cell of a table with a bar."""
    return " | ".join(tidy(cell) for cell in line[:-1].split("|")) if line.endswith("|") else line


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(tidy, text.splitlines()) if line)


def _decoded(body: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        decoded = decode(body)
    except ExtractionError as error:
        raise Unreadable("bytes that are no text") from error
    return decoded.text, tuple(f"{name}: {warning}" for warning in decoded.warnings)
