"""Rows put into tables whose columns are known: sqlite-utils asks the schema what they are, twelve statements for every row."""

from collections.abc import Mapping

from sqlite_utils import Database


def insert(database: Database, table: str, row: Mapping[str, object]) -> None:
    """Write a row, which must not be there."""
    database.execute(_insert("insert", table, row), [*row.values()])


def insert_new(database: Database, table: str, row: Mapping[str, object]) -> None:
    """Write a row unless one of the same key is there."""
    database.execute(_insert("insert or ignore", table, row), [*row.values()])


def _insert(verb: str, table: str, row: Mapping[str, object]) -> str:
    return f"{verb} into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})"
