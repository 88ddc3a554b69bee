"""The columns of Parquet: each field of the record with a type, and a day beside the time that pages print with three precisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from arro3.core import Array, DataType, Field, RecordBatch, Schema, list_array, struct_array

from storage.versions import FIELDS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Made = Callable[[Sequence[Any]], Array]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, its name for people, the field that it is made from and how."""

    type: DataType
    words: str
    field: str
    made: _Made


def batch(records: Sequence[Mapping[str, Any]]) -> RecordBatch:
    """Return records as rows of the columns."""
    arrays = [column.made([record[column.field] for record in records]) for column in COLUMNS.values()]
    return RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _text(name: str) -> Column:
    return Column(DataType.string(), "string", name, _texts)


def _number(name: str) -> Column:
    return Column(DataType.int32(), "int32", name, _numbers)


def _moment(name: str) -> Column:
    return Column(DataType.timestamp("us", tz="UTC"), "timestamp[us, UTC]", name, _moments)


def _list(name: str, /, **parts: Column) -> Column:
    inner = [Field(part, column.type, nullable=True) for part, column in parts.items()]
    kind = DataType.list(Field("element", DataType.struct(inner), nullable=True))

    def made(values: Sequence[Any]) -> Array:
        each = [one for value in values for one in value]
        struct = struct_array([column.made([one[part] for one in each]) for part, column in parts.items()], fields=inner)
        return list_array(_offsets(values), struct, type=kind)

    words = ", ".join(f"{part}: {column.words}" for part, column in parts.items())
    return Column(kind, f"list<struct<{words}>>", name, made)


def _text_list(name: str) -> Column:
    kind = DataType.list(Field("element", DataType.string(), nullable=True))
    return Column(
        kind, "list<string>", name, lambda values: list_array(_offsets(values), _texts([one for each in values for one in each]), type=kind)
    )


def _offsets(values: Sequence[Sequence[Any]]) -> Array:
    return Array(list(accumulate(map(len, values), initial=0)), type=DataType.int32())


def _texts(values: Sequence[Any]) -> Array:
    return Array(values, type=DataType.string())


def _numbers(values: Sequence[Any]) -> Array:
    return Array(values, type=DataType.int32())


def _shares(values: Sequence[Any]) -> Array:
    return Array(values, type=DataType.float64())


def _moments(values: Sequence[Any]) -> Array:
    passed = [value and (datetime.fromisoformat(value) - _EPOCH) // timedelta(microseconds=1) for value in values]
    return Array(passed, type=DataType.int64()).cast(DataType.timestamp("us", tz="UTC"))


def _days(values: Sequence[Any]) -> Array:
    passed = [value and (date.fromisoformat(value[:10]) - _EPOCH.date()).days for value in values]
    return Array(passed, type=DataType.int32()).cast(DataType.date32())


_OTHER = {
    "report_year": _number("report_year"),
    "version": _number("version"),
    "outline": _list("outline", heading=_text("heading"), level=_number("level"), role=_text("role")),
    "attachments": _list("attachments", **{name: _text(name) for name in ("name", "url", "hash", "type", "text")}),
    "also_at": _text_list("also_at"),
    "similar_to": _list("similar_to", url=_text("url"), similarity=Column(DataType.float64(), "double", "similarity", _shares)),
    **{name: _moment(name) for name in ("seen_at", "first_seen_at", "last_seen_at")},
    "warnings": _text_list("warnings"),
}
_DAY = Column(DataType.date32(), "date32", "published_at", _days)

COLUMNS: Mapping[str, Column] = {
    name: column
    for field in FIELDS
    for name, column in [(field, _OTHER.get(field) or _text(field)), *([("published_on", _DAY)] if field == "published_at" else [])]
}
SCHEMA = Schema([Field(name, column.type, nullable=True) for name, column in COLUMNS.items()])
