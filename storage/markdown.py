"""A Markdown tree: a file a version under its region, with the record's other fields as YAML front matter."""

import hashlib
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import yaml

from crawler.errors import ArchiveError
from crawler.urls import identity
from storage.names import safe_name, same_file

_MARK = ".govreports-export"
_OURS = re.compile(r".*-[0-9a-f]{10}-v\d+\.md")
# libyaml writes ten times as fast; a Python built without it has only the other
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write_markdown(records: Iterable[dict[str, Any]], folder: Path) -> int:
    """Write a file a record under `folder`, remove the files of an earlier export that are not among them, and return how many.

    Raises `ArchiveError` for a folder with something in it that no export has made: nothing of the user's is ever overwritten.
    """
    try:
        _refuse_what_is_not_ours(folder)
        kept = {_write(record, folder) for record in records}
        _remove_stale(folder, kept)
    except OSError as error:
        raise ArchiveError(f"{error.filename or folder}: found {error.strerror}, expected a folder that can be written") from error
    return len(kept)


def markdown(record: dict[str, Any]) -> str:
    """Return a record as Markdown that shows its title and text as they are printed, a paragraph of the text a paragraph."""
    front = yaml.dump(
        {name: value for name, value in record.items() if name != "text"},
        Dumper=_DUMPER,
        allow_unicode=True,
        sort_keys=False,
        width=1 << 20,
    )
    paragraphs = "\n\n".join(_escaped(line) for line in record["text"].splitlines() if line.strip())
    return f"---\n{front}---\n\n# {_escaped(' '.join(record['title'].split()))}\n\n{paragraphs}\n"


def file_name(record: dict[str, Any]) -> Path:
    """Return where a record stands in the tree: letters and digits only, short enough for every file system, unique, always the same."""
    place = safe_name(record["region"] or record["site"] or "") or "unplaced"
    address = hashlib.sha256(identity(record["url"]).encode()).hexdigest()[:10]
    # the year in front keeps a title such as CON from being a device name on Windows
    return Path(place, f"{record['report_year'] or 'undated'}-{safe_name(record['title'])}-{address}-v{record['version']}.md")


def _escaped(line: str) -> str:
    line = re.sub(r"([\\`*_<>\[\]&~|])", r"\\\1", line.strip())
    return re.sub(r"^(#|[-+=]|:|\d{1,9}(?=[.)]))", _escaped_start, line)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder}: found a file, expected a new or empty folder, or an earlier export")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise ArchiveError(f"{folder}: found a folder with other files, expected a new or empty one, or an earlier export")


def _write(record: dict[str, Any], folder: Path) -> Path:
    path = folder / file_name(record)
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = folder / _MARK
    if not mark.exists():
        mark.write_text("Made by govreports export, which may replace and remove the Markdown files here.\n", encoding="utf-8")
    path.write_text(markdown(record), encoding="utf-8", newline="\n")
    return path


def _remove_stale(folder: Path, kept: Collection[Path]) -> None:
    """Remove what an earlier export wrote and this one did not; a file system may spell a name in a way of its own."""
    spelt = {same_file(str(path)): path for path in kept}
    for found in set(_written_before(folder)) - set(kept) if kept else ():
        twin = spelt.get(same_file(str(found)))
        if twin is None or not found.samefile(twin):
            found.unlink()


def _written_before(folder: Path) -> Iterable[Path]:
    return (path for path in folder.glob("*/*.md") if _OURS.fullmatch(path.name))
