"""Which reader reads which format, and why the other formats have none."""

import struct
import zlib
from collections.abc import Callable

from pipelines.files.archives import read_archive
from pipelines.files.kinds import kind_of
from pipelines.files.office.doc import read_doc
from pipelines.files.office.docx import read_docx
from pipelines.files.office.slides import read_slides
from pipelines.files.office.workbooks import read_workbook
from pipelines.files.plain import read_html, read_mht, read_rtf, read_txt
from pipelines.files.printed.ofd import read_ofd
from pipelines.files.printed.pdf import read_pdf
from pipelines.files.unreadable import Text, Unreadable

READERS: dict[str, Callable[[bytes, str], Text]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "doc": read_doc,
    "wps": read_doc,
    "wpt": read_doc,
    "xlsx": read_workbook,
    "xls": read_workbook,
    "et": read_workbook,
    "ett": read_workbook,
    "pptx": read_slides,
    "ofd": read_ofd,
    "html": read_html,
    "mht": read_mht,
    "txt": read_txt,
    "rtf": read_rtf,
}
UNREAD = {
    **dict.fromkeys(("jpg", "png", "gif", "tif", "bmp", "webp"), "a picture"),
    **dict.fromkeys(("rar", "7z", "gz"), "an archive of a kind that is not opened"),
    **dict.fromkeys(("ppt", "dps", "dpt"), "an old presentation"),
    "odf": "an OpenDocument file",
    "ole": "an OLE container without a known document",
    "unknown": "bytes of no known kind",
}
# what libraries and our own readers raise at bytes that are not what they claim
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def text_of(kind: str, body: bytes, name: str) -> Text:
    """Return the text of a file of a kind; raise `Unreadable` where there is none to have."""
    return _text(kind, body, name, 0)


def _text(kind: str, body: bytes, name: str, depth: int) -> Text:
    if kind in UNREAD:
        raise Unreadable(UNREAD[kind])
    if body.startswith(b"\xd0\xcf\x11\xe0") and kind in ("docx", "xlsx", "pptx"):
        raise Unreadable(f"an encrypted {kind} file")
    try:
        if kind == "zip":
            return read_archive(body, name, depth, _member)
        return READERS[kind](body, name)
    except DAMAGE as error:
        raise Unreadable(f"a broken {kind} file ({type(error).__name__})") from error


def _member(body: bytes, name: str, depth: int) -> Text:
    text = _text(kind_of(body, name), body, name, depth)
    if not text.lines and not text.warnings:
        raise Unreadable("nothing in the file")
    return text
