"""Stored pages as WARC 1.1 (ISO 28500:2017): what servers sent, byte for byte, and with each page what was read in it.

The bytes depend on the archive and the selection alone: record ids are made of what they name, dates are those of the looks.
Paragraphs of the standard are those of https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
"""

import hashlib
import html
import json
import re
import string
import struct
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive import Archive
from storage.captures import Capture, last_version, page_of, parts_of, repeated
from storage.export import write_whole
from storage.selection import Filters, Selected, selected_rows
from storage.times import written

_ABOUT = (
    "Pages of the annual law-based-government reports of Chinese governments. Of the headers that servers sent the content type is kept; "
    "bodies stand without transfer and content coding, so that Content-Length is theirs. Metadata records are JSON: what was read in the "
    "page named by WARC-Refers-To. Conversion records are pages made of the record that a list's reply, their target, holds of a report."
)
# the head that spiders/lists/held.py gives to a page of its own making; it ends with the reply that the record came in
_MADE = re.compile(
    rb'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>[^<]*</title>\n(?:<meta name="[^"]*" content="[^"]*">\n)*'
    rb'<meta name="RecordOf" content="([^"]+)">\n</head>'
)


def write_warc(archive: Archive, filters: Filters, path: Path) -> int:
    """Write the pages, parts and metadata of the versions that the filters leave, and return how many versions.

    Under a name that ends with .gz every record is compressed by itself, as the standard's annex on compression asks. The file appears
    whole or not at all, and is left as it was when nothing matched.
    """
    found = selected_rows(archive, filters)
    is_packed = path.suffix.lower() == ".gz"
    return write_whole(path, lambda stream: write_pages(archive, filters, found, _Members(stream.buffer) if is_packed else stream.buffer))


def write_pages(archive: Archive, filters: Filters, found: Iterable[Selected], stream: IO[bytes] | "_Members") -> int:
    """Write the pages, parts and metadata of what was found by the filters, and return how many records that were."""
    as_of = written(filters.as_of) if filters.as_of else None
    count = 0
    with archive.file.reading() as database:
        warc = _Warc(stream, repeated(database))
        warc.put_info(filters, last_version(database, as_of))
        for count, (row, record) in enumerate(found, start=1):  # noqa: B007  # the last number is the count
            page = warc.put_capture(page_of(database, row))
            warc.put_metadata(page, record, [_told(part, sent, warc) for part, sent in parts_of(database, row)])
    return count


class _Warc:
    """The file that is written; `repeated` are the hashes of bodies that are kept for more than one look."""

    def __init__(self, stream: IO[bytes] | "_Members", repeated: frozenset[str]) -> None:
        self._writer = WARCWriter(stream, gzip=False, warc_version="1.1")
        self._writer.NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata")  # warcio counts metadata to what has a payload, 5.9
        self._repeated = repeated
        self._written: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)

    def put_info(self, filters: Filters, at: str) -> None:
        """Write what the file holds; not by which version or when, since the same pages are the same bytes on any day."""
        chosen = {name: written(value) if name in ("since", "as_of") else value for name, value in asdict(filters).items() if value}
        said = {
            "software": "govreports",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": _ABOUT,
            "selection": json.dumps(chosen, ensure_ascii=False, sort_keys=True),
        }
        block = "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode()
        self._put(_headers("warcinfo", at, None, block), block, "application/warc-fields")

    def put_capture(self, capture: Capture) -> Mapping[str, str]:
        """Write what was sent, unless it is there, and return the fields of its record."""
        made = _MADE.match(capture.body)
        uri = _uri(html.unescape(made[1].decode()) if made else capture.url)
        known = self._written[capture.page_hash] if capture.page_hash in self._repeated else {}
        look = f"{capture.url} {capture.fetched_at}"
        if look not in known:
            if made:  # no server has sent it: neither a response nor a resource, 6.3 and 6.4
                headers = _headers("conversion", capture.fetched_at, uri, capture.body, capture.url)
                known[look] = self._put(headers | {"WARC-Payload-Digest": _digest(capture.body)}, capture.body, capture.content_type)
            elif known:
                known[look] = self._put_revisit(capture, uri, next(iter(known.values())))
            else:
                known[look] = self._put_response(capture, uri)
        return known[look]

    def put_metadata(self, page: Mapping[str, str], record: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> None:
        """Write what was read in a page, but for the texts, which are in its bytes and those of its parts."""
        files = [{name: value for name, value in each.items() if name != "text"} for each in record["attachments"]]
        said = {name: value for name, value in record.items() if name != "text"} | {"attachments": files, "parts": parts}
        block = json.dumps(said, ensure_ascii=False).encode()
        headers = _headers("metadata", record["seen_at"], page["WARC-Target-URI"], block)
        self._put(headers | {"WARC-Refers-To": page["WARC-Record-ID"]}, block, "application/json")

    def _put_response(self, capture: Capture, uri: str) -> Mapping[str, str]:
        http = _http(capture)
        headers = _headers("response", capture.fetched_at, uri, http.headers_buff + capture.body)
        headers["WARC-Payload-Digest"] = f"sha256:{capture.page_hash.partition(':')[2]}"
        return self._put(headers, capture.body, "application/http; msgtype=response", http)

    def _put_revisit(self, capture: Capture, uri: str, before: Mapping[str, str]) -> Mapping[str, str]:
        """Write that the same bytes were sent again, or elsewhere: the profile of identical payload digests, 6.7.2."""
        http = _http(capture)
        headers = _headers("revisit", capture.fetched_at, uri, http.headers_buff) | {
            "WARC-Truncated": "length",
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            "WARC-Payload-Digest": before["WARC-Payload-Digest"],
            "WARC-Refers-To": before["WARC-Record-ID"],
            "WARC-Refers-To-Target-URI": before["WARC-Target-URI"],
            "WARC-Refers-To-Date": before["WARC-Date"],
        }
        return self._put(headers, b"", "application/http; msgtype=response", http)

    def _put(
        self, headers: Mapping[str, str], payload: bytes, content_type: str, http: StatusAndHeaders | None = None
    ) -> Mapping[str, str]:
        kind, uri = headers["WARC-Type"], headers.get("WARC-Target-URI", "")
        record = self._writer.create_warc_record(
            uri, kind, BytesIO(payload), len(payload), content_type, warc_headers_dict=headers, http_headers=http
        )
        self._writer.write_record(record)
        return headers


class _Members:
    """Makes a member of gzip of what is written between two flushes, with nothing of the machine or the day in its head."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._waiting.append(data)

    def flush(self) -> None:
        data = b"".join(self._waiting)
        self._waiting.clear()
        deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._stream.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + deflate.compress(data) + deflate.flush())
        self._stream.write(struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF))


def _told(part: Mapping[str, Any], sent: Capture | None, warc: _Warc) -> dict[str, Any]:
    """Return of a part what the metadata say: what it is, and which record has its bytes or why none has; write those."""
    record = warc.put_capture(sent) if sent is not None else None
    said = {name: part[name] for name in ("role", "name", "url", "problem")}
    return said | {"record": record and record["WARC-Record-ID"]}


def _headers(kind: str, at: str, uri: str | None, block: bytes, name: str = "") -> dict[str, str]:
    """Return the fields that every record has; its id is made of all that tells it from others."""
    digest = _digest(block)
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"govreports {kind} {uri} {name} {at} {digest}")
    headers = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{made}>", "WARC-Date": at}
    return headers | ({"WARC-Target-URI": uri} if uri else {}) | {"WARC-Block-Digest": digest}


def _digest(data: bytes) -> str:
    """Return a labelled digest, in hexadecimal: a token may not have the signs that fill up base 32, 5.8."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _http(capture: Capture) -> StatusAndHeaders:
    """Return the head of an answer as far as it was kept; a reason beyond the usual one was not (RFC 9112, section 4, lets it be empty)."""
    said = [("Content-Type", " ".join(capture.content_type.split()))] if capture.content_type else []
    status = "200 OK" if capture.status in (200, None) else f"{capture.status} "
    http = StatusAndHeaders(status, [*said, ("Content-Length", str(len(capture.body)))], protocol="HTTP/1.1")
    http.compute_headers_buffer()
    return http


def _uri(url: str) -> str:
    """Return an address as RFC 3986 writes it: without blanks, line ends and letters beyond ASCII."""
    return quote(url, safe=string.punctuation)
