"""Rows: TOML files of list sections, read strictly into `Site` values."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from crawler.cron import cron_trigger, season_trigger
from crawler.errors import RefusedError, SiteError
from crawler.hours import hours_in
from crawler.model import Select, Site
from crawler.urls import canonical

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_REGION = re.compile(r"\d{6}")


def load_sites(path: Path) -> dict[str, Site]:
    """Return every site of a file, or of the .toml files of a folder, by id in file order.

    Raises `SiteError` for the first thing in them that is not as docs/rows.md says.
    """
    found: dict[str, Site] = {}
    for file in files_of(path):
        for number, row in enumerate(_rows(file), start=1):
            site = _site(f"{file.name}: site {row.get('id') or f'number {number}'!r}", row)
            if site.id in found:
                raise SiteError(f"{file.name}: site {site.id!r}: found a second time, expected every id once")
            found[site.id] = site
    return found


def files_of(path: Path) -> list[Path]:
    """Return the files of rows at a path: itself, or the .toml files of a folder in the order of their names."""
    if path.is_dir():
        return sorted(path.glob("*.toml"))
    if not path.is_file():
        raise SiteError(f"{path}: found nothing there, expected a file or folder of rows")
    return [path]


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteError(f"{file.name}: found no TOML ({error}), expected [[site]] tables") from error
    rows = table.pop("site", [])
    if table or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SiteError(f"{file.name}: found {sorted(table) or 'no list of tables'}, expected only [[site]] tables")
    return rows


def _site(where: str, row: Mapping[str, Any]) -> Site:
    unknown = sorted(set(row) - set(_CHECKS))
    if unknown:
        raise SiteError(f"{where}: unknown keys {unknown}")
    missing = [key for key in ("id", "name", "family", "lists", "schedule") if key not in row]
    if missing:
        raise SiteError(f"{where}: missing keys {missing}")
    values = {key: _CHECKS[key](f"{where}: {key}", value) for key, value in row.items()}
    if ("tls" in values) != ("tls_reason" in values):
        raise SiteError(f"{where}: found {'tls' if 'tls' in values else 'tls_reason'} alone, expected tls and tls_reason together")
    for key in ("tls", "render"):  # said by `tls_reason`, and by nothing
        values.pop(key, None)
    return Site(**values)  # type: ignore[arg-type]  # each value was checked by its key


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SiteError(f"{where}: found {value!r}, expected text")
    return value


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str, object], str]:
    def check(where: str, value: object) -> str:
        if not pattern.fullmatch(_text(where, value)):
            raise SiteError(f"{where}: found {value!r}, expected {what}")
        return str(value)

    return check


def _addresses(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise SiteError(f"{where}: found {value!r}, expected a list of addresses")
    for address in value:
        try:
            canonical(_text(where, address))
        except RefusedError as error:
            raise SiteError(f"{where}: {error}") from error
    return tuple(value)


def _pattern(where: str, value: object) -> str:
    try:
        re.compile(_text(where, value))
    except re.error as error:
        raise SiteError(f"{where}: found {value!r} ({error}), expected a regular expression") from error
    return str(value)


def _read_by(read: Callable[[str], object]) -> Callable[[str, object], str]:
    def check(where: str, value: object) -> str:
        try:
            read(_text(where, value))
        except ValueError as error:
            raise SiteError(f"{where}: found {value!r}: {error}") from error
        return str(value)

    return check


def _encoding(where: str, value: object) -> str:
    try:
        "".encode(_text(where, value))
    except LookupError as error:
        raise SiteError(f"{where}: found {value!r}, expected the name of an encoding such as 'gb18030'") from error
    return str(value)


def _count(where: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise SiteError(f"{where}: found {value!r}, expected a whole number from 1")
    return value


def _seconds(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 600:
        raise SiteError(f"{where}: found {value!r}, expected seconds from 0 to 600")
    return float(value)


def _minutes(where: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1440:
        raise SiteError(f"{where}: found {value!r}, expected minutes from 1 to 1440")
    return value


def _flag(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise SiteError(f"{where}: found {value!r}, expected true or false")
    return value


def _legacy(where: str, value: object) -> str:
    if value != "legacy":
        raise SiteError(f"{where}: found {value!r}, expected 'legacy' or no such key")
    return "legacy"


def _unrendered(where: str, value: object) -> bool:
    if value is not False:
        raise SiteError(f"{where}: found {value!r}, expected false: lists and pages are read as they are sent, without a browser")
    return value


def _hosts(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(host, str) and host and "/" not in host for host in value):
        raise SiteError(f"{where}: found {value!r}, expected a list of host names")
    return tuple(host.lower().removeprefix("www.") for host in value)  # as `host_of` has them: a host is locked by one name


def _select(where: str, value: object) -> Select:
    known = [field.name for field in fields(Select)]
    if not isinstance(value, dict) or not set(value) <= set(known):
        raise SiteError(f"{where}: found {value!r}, expected a table with some of {known}")
    return Select(**{key: _text(f"{where}.{key}", selector) for key, selector in value.items()})


_CHECKS: dict[str, Callable[[str, object], object]] = {
    "id": _matching(_ID, "lower-case words joined by hyphens such as 'haian-sfj'"),
    "name": _text,
    "family": _text,
    "lists": _addresses,
    "region": _matching(_REGION, "the six digits of a GB/T 2260 code"),
    "publisher": _text,
    "keep": _pattern,
    "schedule": _read_by(cron_trigger),
    "season": _read_by(season_trigger),
    "run_minutes": _minutes,
    "expect_at_least": _count,
    "enabled": _flag,
    "select": _select,
    "encoding": _encoding,
    "delay": _seconds,
    "hours": _read_by(hours_in),
    "budget": _count,
    "tls": _legacy,
    "tls_reason": _text,
    "render": _unrendered,
    "hosts": _hosts,
}
