"""The formats of a release: what writes the records of each below a folder."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TextIO

from storage.archive import Archive
from storage.export import write_csv, write_jsonl
from storage.markdown import write_markdown
from storage.release.parquet import write_parquet

Format = Literal["jsonl", "csv", "parquet", "markdown"]
_Records = Iterable[dict[str, Any]]


def _jsonl(_: Archive, records: _Records, folder: Path) -> None:
    _write_text(folder / "data" / "reports.jsonl", write_jsonl, records)


def _csv(_: Archive, records: _Records, folder: Path) -> None:
    _write_text(folder / "data" / "reports.csv", write_csv, records)


def _write_text(path: Path, write: Callable[[_Records, TextIO], int], records: _Records) -> None:
    path.parent.mkdir()
    with path.open("x", encoding="utf-8", newline="") as stream:
        write(records, stream)


# a format more is a line more here and a name more in `Format`; the archive is for what is no record, such as pages
WRITERS: Mapping[Format, Callable[[Archive, _Records, Path], object]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": lambda _, records, folder: write_parquet(records, folder),
    "markdown": lambda _, records, folder: write_markdown(records, folder),
}
LIBRARIES: Mapping[Format, str] = {"parquet": "arro3-io", "markdown": "PyYAML"}  # whose version decides the bytes
