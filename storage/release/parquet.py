"""Parquet: a file a year reported on, typed columns, the same bytes from the same records."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
from arro3.core import RecordBatchReader
from arro3.io import write_parquet as write_file

from storage.release.columns import SCHEMA, batch

_ROWS = 1000  # of a row group
_BATCH_ROWS, _BATCH_LENGTH = 200, 4_000_000  # records, bytes of JSON: what is in memory at a time


def write_parquet(records: Iterable[dict[str, Any]], folder: Path) -> None:
    """Write `data/2024.parquet` for the reports on each year and `data/undated.parquet` for those of which none is known.

    The year is a column of each file and no part of a path that readers take for a column: pandas refuses what is both.
    """
    spools = _spooled(records, folder / "data")
    for spool in sorted(spools):
        write_file(
            RecordBatchReader.from_batches(SCHEMA, map(batch, _batches(spool))),
            spool.with_suffix(".parquet"),
            compression="zstd(9)",
            max_row_group_size=_ROWS,
            dictionary_enabled=True,
            column_dictionary_enabled={"text": False, "url": False, "content_hash": False, "page_hash": False},
            max_statistics_size=64,
            writer_version="parquet_1_0",
            created_by="govreports",  # the version of the library, which would stand here, is in the manifest
            skip_arrow_metadata=True,  # all types are Parquet's own
        )
        spool.unlink()


def _spooled(records: Iterable[dict[str, Any]], folder: Path) -> list[Path]:
    """Return a file of lines for each year: records come by address, and a file is written from its first row to its last."""
    folder.mkdir(parents=True)
    files = {}
    try:
        for record in records:
            path = folder / f"{record['report_year'] or 'undated'}.lines"
            if path not in files:
                files[path] = path.open("wb")
            files[path].write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    finally:
        for file in files.values():
            file.close()
    return list(files)


def _batches(spool: Path) -> Iterator[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    length = 0
    with spool.open("rb") as lines:
        for line in lines:
            found.append(orjson.loads(line))
            length += len(line)
            if len(found) == _BATCH_ROWS or length > _BATCH_LENGTH:
                yield found
                found, length = [], 0
    if found:
        yield found
