"""A Markdown tree: a file a version under its region, with the record's other fields as YAML front matter."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from crawler.urls import identity
from storage.names import safe_name

MARKDOWN = re.compile(r".*-[0-9a-f]{10}-v\d+\.md")
# libyaml writes ten times as fast; a Python built without it has only the other
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write_markdown(records: Iterable[dict[str, Any]], folder: Path) -> int:
    """Write a file a record under `folder` and return how many."""
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007  # the last number is the count
        path = folder / file_name(record)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown(record), encoding="utf-8", newline="\n")
    return count


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
