"""Records as one file or stream for others: JSON Lines, and CSV for spreadsheets."""

import csv
import os
import secrets
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Literal, TextIO

import orjson

from crawler.errors import ArchiveError
from storage.archive import Archive
from storage.cells import inert
from storage.selection import Filters, selected
from storage.versions import FIELDS

Format = Literal["jsonl", "csv"]


def export(archive: Archive, target: Path | TextIO, form: Format, filters: Filters) -> int:
    """Write the records that the filters leave, by address and version, and return how many.

    A file appears whole or not at all, and is left as it was when nothing matched.
    """
    records = selected(archive, filters)
    write = write_jsonl if form == "jsonl" else write_csv
    return write_whole(target, lambda stream: write(records, stream)) if isinstance(target, Path) else write(records, target)


def write_jsonl(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    """Write one JSON object a line and return how many."""
    write = _byte_writer(stream)
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007  # the last number is the count
        write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return count


def _byte_writer(stream: TextIO) -> Callable[[bytes], object]:
    """Return what writes UTF-8 to a stream, past its encoder where that would only undo the decoding: half of an export's time."""
    if isinstance(stream, TextIOWrapper) and stream.encoding.lower() == "utf-8":
        stream.flush()
        write: Callable[[bytes], object] = stream.buffer.write
        return write
    return lambda line: stream.write(line.decode())


def write_csv(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    """Write a table with a line of names, lists as JSON, and return how many records; a stream of its own has newline=''.

    It starts with a byte order mark, without which Excel reads Chinese as the system's old encoding.
    """
    stream.write("\ufeff")
    table = csv.writer(stream)
    table.writerow(FIELDS)
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007  # the last number is the count
        table.writerow([inert(value) for value in record.values()])
    return count


def write_whole(path: Path, write: Callable[[TextIO], int]) -> int:
    """Write a file beside `path` and put it in its place when it is whole and not empty of records."""
    try:
        if path.is_dir():
            raise ArchiveError(f"{path}: found a folder, expected a file to write")
        if path.exists() and not path.is_file():  # a pipe or a device is written to, never replaced
            with path.open("w", encoding="utf-8", newline="") as stream:
                return write(stream)
        return _replaced(path.resolve(), write)
    except OSError as error:
        raise ArchiveError(f"{path}: found {error.strerror}, expected a file that can be written") from error


def _replaced(path: Path, write: Callable[[TextIO], int]) -> int:
    draft = path.with_name(f".govreports-{secrets.token_hex(6)}")
    try:
        with draft.open("x", encoding="utf-8", newline="") as stream:
            count = write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if count:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count
