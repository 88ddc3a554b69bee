"""Packed answers that are not there to their end: Scrapy would hand on as much of them as it could unpack."""

import zlib

from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response


class WholeAnswers:
    """Lets no answer pass of which only a part can be unpacked, since half a page reads as a shorter one."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002  # Scrapy's signature
        packed = response.headers.get("Content-Encoding") or b""
        if packed.strip().lower() in (b"gzip", b"x-gzip") and response.body and not _is_whole(response.body):
            raise ResponseDataLossError(f"{response.url}: found gzip that breaks off, expected its end")
        return response


def _is_whole(packed: bytes) -> bool:
    """Say whether gzip can be unpacked to its checksum; what becomes too long is left to who has the limit."""
    unpacker = zlib.decompressobj(wbits=31)
    rest, most = packed, 64
    try:
        while rest and not unpacker.eof and most:
            unpacker.decompress(rest, 1 << 20)
            rest, most = unpacker.unconsumed_tail, most - 1
    except zlib.error:
        return False
    return unpacker.eof or not most
