"""Bytes to text: what a page declares is believed only as far as its bytes bear it out."""

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from crawler.errors import ExtractionError

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030"))
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP file (DOCX, XLSX and OFD are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC or XLS)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (WEBP picture, sound or film)"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\x1f\x8b", "a GZIP file"),
)
# the names under which a browser takes each of these; GB18030 contains GB2312 and GBK, and pages labelled so use its characters
_LABELS = {
    "utf-8": ("utf8", "unicode11utf8", "xunicode20utf8"),
    "gb18030": (
        "gb18030",
        "gb2312",
        "gb231280",
        "gbk",
        "xgbk",
        "cp936",
        "ms936",
        "euccn",
        "chinese",
        "csgb2312",
        "csiso58gb231280",
        "isoir58",
        "hzgb2312",
    ),
    "big5hkscs": ("big5", "big5hkscs", "cnbig5", "csbig5", "xxbig5", "big5tw", "cp950"),
    "utf-16-le": ("utf16", "utf16le", "unicode", "ucs2"),
    "utf-16-be": ("utf16be",),
    "cp949": ("euckr", "ksc5601", "korean", "cp949", "windows949"),
    "euc_jp": ("eucjp", "xeucjp"),
    "cp932": ("shiftjis", "sjis", "xsjis", "ms932", "windows31j"),
    "cp1252": ("iso88591", "latin1", "l1", "ascii", "usascii", "windows1252", "cp1252", "cp819"),
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels}
_META = re.compile(rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SAMPLE = 1 << 18


# what no text is made of; tab, line feed, form feed, carriage return and escape (ISO-2022) are
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0c\r\x1b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page, the encoding that gave it, and what a reader should know about the reading."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "", encoding: str | None = None) -> Decoded:
    """Return the text of a page; `encoding` is what its row says of the site.

    Byte order mark, row, HTTP header and META are believed in this order, but a declaration under which the bytes are no text
    gives way to one under which they are. Raises `ExtractionError` for bytes that are no text at all.
    """
    if not body:
        return Decoded(text="", encoding="utf-8")
    declared = [label for label in (encoding, _of_header(content_type), _of_markup(body)) if label]
    codec = _of_bom(body) or _of_wide(body, declared)
    if codec is None:
        _refuse_binary(body)
        codec = _choose(body, declared)
    text = body.decode(codec, "replace").lstrip("\ufeff").replace("\x00", "")
    return Decoded(text=text, encoding=_name(codec), warnings=tuple(_doubts(text, codec, declared)))


def _of_header(content_type: str) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type, re.IGNORECASE)
    return found.group(1) if found else None


def _of_markup(body: bytes) -> str | None:
    found = _META.search(body, 0, 8192)
    return found.group(1).decode("ascii", "replace") if found else None


def _of_bom(body: bytes) -> str | None:
    return next((codec for mark, codec in _BOMS if body.startswith(mark)), None)


def _of_wide(body: bytes, declared: list[str]) -> str | None:
    """Return the UTF-16 codec of a page without a mark: every second byte of its markup is zero."""
    if body[:64].count(0) < len(body[:64]) // 3:
        return None
    first = next((codec for codec in map(_codec, declared) if codec in ("utf-16-le", "utf-16-be")), None)
    return {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(body[:2], first)


def _codec(label: str) -> str | None:
    return _CODECS.get(re.sub(r"[^a-z0-9]", "", label.lower()))


def _refuse_binary(body: bytes) -> None:
    start = body[:1024].lstrip()
    kind = next((words for magic, words in _MAGIC if start.startswith(magic)), None)
    if kind is None and len(body[:8192]) - len(body[:8192].translate(None, _CONTROLS)) > len(body[:8192]) // 100:
        kind = "binary data (control characters)"
    if kind:
        raise ExtractionError(f"page body: found {kind}, expected the text of a web page")


def _choose(body: bytes, declared: list[str]) -> str:
    """Return the codec under which the bytes are text, the declared ones first.

    UTF-8 is tried before anything: other encodings do not look like it by chance, and many pages that declare GB2312 are UTF-8.
    A declared Latin-1 counts as none: servers send it by default with every page.
    """
    codecs = [codec for codec in dict.fromkeys(map(_codec, declared)) if codec and codec not in ("utf-8", "cp1252")]
    if _is_strict(body, "utf-8") and not (codecs and _is_short_of_utf8(body) and _is_strict(body, codecs[0])):
        return "utf-8"
    strict = next((codec for codec in codecs if not codec.startswith("utf-16") and _is_strict(body, codec)), None)
    return strict or _closest(_sample(body), codecs)


def _is_strict(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_short_of_utf8(body: bytes) -> bool:
    """Say whether valid UTF-8 might be chance: it has letters beyond ASCII, yet none of the three bytes that Chinese takes."""
    return not body.isascii() and not any(character >= "\u0800" for character in body[:_SAMPLE].decode("utf-8", "ignore"))


def _sample(body: bytes) -> bytes:
    """Return the beginning of the page, ended where no character can be cut in two."""
    if len(body) <= _SAMPLE:
        return body
    return body[: max(body.rfind(b"<", 0, _SAMPLE), body.rfind(b"\n", 0, _SAMPLE)) if b"<" in body[:_SAMPLE] else _SAMPLE]


def _closest(sample: bytes, declared: list[str]) -> str:
    """Return the codec that leaves the fewest broken characters in a page that is whole under no declared one."""
    if _is_nearly_utf8(sample):
        return "utf-8"
    if not declared and not _looks_chinese(sample):
        return _guess(sample)
    candidates = dict.fromkeys([*(codec for codec in declared if not codec.startswith("utf-16")), "gb18030", "big5hkscs"])
    return min(candidates, key=lambda codec: sample.decode(codec, "replace").count("\ufffd"))


def _is_nearly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum("\u2e80" <= character < "\ufffd" for character in text) >= 2 * broken


def _looks_chinese(sample: bytes) -> bool:
    """Say whether the bytes read as GB18030 give mostly the common characters of GB2312; other languages give rare ones."""
    wide = [character for character in sample.decode("gb18030", "replace") if character > "\x7f"]
    return len("".join(wide).encode("gb2312", "ignore")) > 1.4 * len(wide)


def _guess(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=["big5hkscs", "gb18030", "cp949", "euc_jp", "cp932", "cp1252", "cp1251", "utf_8"]).best()
    return best.encoding if best else "gb18030"


def _name(codec: str) -> str:
    return {"big5hkscs": "big5", "cp949": "euc-kr", "euc_jp": "euc-jp", "cp932": "shift_jis", "cp1252": "windows-1252"}.get(
        codec, codec.replace("_", "-")
    )


def _doubts(text: str, codec: str, declared: list[str]) -> list[str]:
    doubts = []
    meant = [label for label in declared if _codec(label) != "cp1252"] or declared
    if meant and _codec(meant[0]) != codec and not text.isascii():
        doubts.append(f"the page is declared as {meant[0]}, but was read as {_name(codec)}")
    if broken := text.count("\ufffd"):
        doubts.append(f"{broken} broken characters could not be read as {_name(codec)} and stand as U+FFFD")
    return doubts
