"""What a file is, told by its bytes; its name only chooses between two names of one format."""

import re
import zipfile
from io import BytesIO

import olefile

from crawler.decode import decode
from crawler.errors import ExtractionError

_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
)
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div|p|span|br|h1|font|style|script)\b", re.IGNORECASE)
# WPS Office writes the formats of Microsoft Office under names of its own
_OWN_NAMES = {"doc": ("wps", "wpt"), "xls": ("et", "ett"), "ppt": ("dps", "dpt")}


def kind_of(body: bytes, name: str) -> str:
    """Return the type of a file: `pdf`, `docx`, …, `unknown` for bytes of no kind that reports are attached in."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(body)
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_ole(body, name.rpartition(".")[2].lower())
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "webp"
    if body.startswith(b"BM") and body[6:10] == bytes(4):  # two letters alone begin texts too
        return "bmp"
    return next((kind for magic, kind in _MAGIC if body.startswith(magic)), None) or _of_text(body)


def _of_zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(body)) as opened:
            names = {name.lstrip("/").lower() for name in opened.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        folders = {name.partition("/")[0] for name in names}
        return next((kind for folder, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")) if folder in folders), "zip")
    if {"mimetype", "content.xml"} <= names:
        return "odf"
    return "zip"


def _of_ole(body: bytes, suffix: str) -> str:
    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            streams = {path[0].lower() for path in ole.listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, AttributeError, TypeError):
        return "ole"
    if "encryptedpackage" in streams:
        return suffix if suffix in ("docx", "xlsx", "pptx") else "ole"
    found = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}
    kind = next((kind for stream, kind in found.items() if stream in streams), "ole")
    return next((own for own in _OWN_NAMES.get(kind, ()) if own == suffix), kind)


def _of_text(body: bytes) -> str:
    try:
        text = decode(body).text
    except ExtractionError:
        return "unknown"
    if not text.strip():
        return "unknown"
    if text.lstrip().lower().startswith("mime-version:"):
        return "mht"
    return "html" if _MARKUP.search(text, 0, 4096) else "txt"
