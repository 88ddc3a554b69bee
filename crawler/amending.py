"""A row changed as a person would change it: only the keys that must, in the file as it was written, shown as a diff."""

import difflib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit

from crawler.errors import SiteError
from crawler.model import Select, Site
from crawler.sites import files_of, load_sites


def amended(path: Path, site: Site, changes: Mapping[str, Any]) -> str:
    """Return a unified diff of the file of rows that holds a site, with some of its keys changed; `select` is a `Select`.

    Raises `SiteError` where no file holds the row as it was loaded, or where its file would not load so: then a person must look.
    """
    file = next((file for file in files_of(path) if load_sites(file).get(site.id) == site), None)
    if file is None:
        raise SiteError(f"{path}: found no row {site.id!r} as it was loaded, expected it unchanged")
    with file.open(encoding="utf-8", newline="") as stream:  # its line endings as they are: patch compares them
        before = stream.read()
    after = _rewritten(before, site.id, changes)
    if _loaded(after, file.name).get(site.id) != replace(site, **_as_loaded(changes)):
        raise SiteError(f"{file.name}: site {site.id!r}: found its file too unusual to be changed, expected plain keys and values")
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), file.name, file.name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _rewritten(text: str, site_id: str, changes: Mapping[str, Any]) -> str:
    document = tomlkit.parse(text)
    row = next(row for row in document["site"] if row["id"] == site_id)
    for key, value in changes.items():
        if key == "select":
            _reduce(row, value)
        else:
            row[key] = value
    return tomlkit.dumps(document)


def _reduce(row: Any, select: Select) -> None:  # noqa: ANN401  # tomlkit's tables are of many classes
    """Take out of a row the selectors that are no longer wanted."""
    for name in [name for name in row["select"] if getattr(select, name) is None]:
        del row["select"][name]
    if not row["select"]:
        del row["select"]


def _as_loaded(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in changes.items()}


def _loaded(text: str, name: str) -> dict[str, Site]:
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place) / name
        draft.write_text(text, encoding="utf-8", newline="")
        return load_sites(draft)
