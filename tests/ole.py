"""Makes OLE containers and old Word files by their published formats: what no library writes."""

import struct
from collections.abc import Mapping

_SECTOR, _FREE, _END, _TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole_of(streams: Mapping[str, bytes]) -> bytes:
    """Return a container of these streams, each made large enough to need no sectors of its own size."""
    padded = {name: body.ljust(-(-max(4096, len(body)) // _SECTOR) * _SECTOR, b"\x00") for name, body in streams.items()}
    directories = -(-(len(padded) + 1) // 4)
    chain = [_TABLE, *range(2, directories + 1), _END]
    entries = [_entry("Root Entry", 5, _END, 0, below=1)]
    for number, (name, body) in enumerate(padded.items(), 1):
        start, count = len(chain), len(body) // _SECTOR
        chain += [*range(start + 1, start + count), _END]
        entries.append(_entry(name, 2, start, len(body), following=number + 1 if number < len(padded) else _FREE))
    directory = b"".join(entries).ljust(directories * _SECTOR, b"\x00")
    allocation = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    return header + allocation + directory + b"".join(padded.values())


def _entry(name: str, kind: int, start: int, size: int, *, below: int = _FREE, following: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack("<64sHBB3I36xIQ", written, len(written), kind, 1, _FREE, following, below, start, size)


def doc_of(pieces: list[str], *, flags: int = 0x0200, version: int = 0xC1, notes: str = "") -> bytes:
    """Return a Word file whose text lies in pieces, the last first, as a fast save leaves it; Latin pieces take one byte a character."""
    text = "".join(pieces)
    stream = bytearray(2048)
    places = []
    for piece in reversed([*pieces, notes] if notes else pieces):
        is_narrow = piece.isascii()
        places.append(len(stream) * 2 | 0x40000000 if is_narrow else len(stream))
        stream += piece.encode("ascii" if is_narrow else "utf-16-le") + b"\x00" * (is_narrow and len(piece) % 2)
    ends = [0]
    for piece in [*pieces, notes] if notes else pieces:
        ends.append(ends[-1] + len(piece))
    table = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, place, 0) for place in reversed(places))
    clx = b"\x01\x02\x00\xff\xff" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<HH6xH", stream, 0, 0xA5EC, version, flags)
    struct.pack_into("<8I", stream, 0x4C, len(text), len(notes), 0, 0, 0, 0, 0, 0)
    struct.pack_into("<II", stream, 0x1A2, 16, len(clx))
    return ole_of({"WordDocument": bytes(stream), "1Table": bytes(16) + clx})
