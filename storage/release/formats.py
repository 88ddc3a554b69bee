"""The formats of a release: what writes the records of each below a folder."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TextIO

from storage.archive import Archive
from storage.export import write_csv, write_jsonl
from storage.markdown import write_markdown
from storage.release.parquet import write_parquet
from storage.selection import Filters, Selected
from storage.warc import write_pages

Format = Literal["jsonl", "csv", "parquet", "markdown", "warc"]
_Records = Iterable[dict[str, Any]]
_Writer = Callable[[Archive, Filters, Iterable[Selected], Path], object]


def _jsonl(records: _Records, folder: Path) -> None:
    _write_text(folder / "data" / "reports.jsonl", write_jsonl, records)


def _csv(records: _Records, folder: Path) -> None:
    _write_text(folder / "data" / "reports.csv", write_csv, records)


def _warc(archive: Archive, filters: Filters, found: Iterable[Selected], folder: Path) -> None:
    path = folder / "data" / "pages.warc"  # not packed: other builds of zlib pack otherwise, and checksums are to hold on any machine
    path.parent.mkdir()
    with path.open("xb") as stream:
        write_pages(archive, filters, found, stream)


def _write_text(path: Path, write: Callable[[_Records, TextIO], int], records: _Records) -> None:
    path.parent.mkdir()
    with path.open("x", encoding="utf-8", newline="") as stream:
        write(records, stream)


def _records(write: Callable[[_Records, Path], object]) -> _Writer:
    return lambda _archive, _filters, found, folder: write((record for _, record in found), folder)


# a format more is a line more here and a name more in `Format`; what is more than a record is in the archive
WRITERS: Mapping[Format, _Writer] = {
    "jsonl": _records(_jsonl),
    "csv": _records(_csv),
    "parquet": _records(write_parquet),
    "markdown": _records(write_markdown),
    "warc": _warc,
}
LIBRARIES: Mapping[Format, str] = {"parquet": "arro3-io", "markdown": "PyYAML", "warc": "warcio"}  # whose version decides the bytes
