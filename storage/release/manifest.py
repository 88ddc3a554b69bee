"""What a release says of itself to programs: its manifest, and the checksums that `sha256sum -c` reads."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.errors import ArchiveError
from storage.release.tally import Tally
from storage.selection import Filters
from storage.times import moment, written

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """An earlier release: when it ends, what it holds of the archive, how to know it again, and the releases before it, oldest first."""

    as_of: datetime
    form: str
    filters: Mapping[str, Any]
    digest: str
    chain: tuple[Mapping[str, Any], ...]


def read_parent(folder: Path) -> Parent:
    """Return what a release that is there says of itself; raise `ArchiveError` for a folder that is none."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
        known = {"as_of": told["as_of"], "state_sha256": told["state"]["sha256"], "sums_sha256": sums}
        return Parent(as_of=moment(told["as_of"]), form=told["format"], filters=told["filters"], digest=sums, chain=(*told["chain"], known))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{folder}: found no {MANIFEST} that can be read, expected a release that `govreports export` made") from error


def written_filters(filters: Filters) -> dict[str, Any]:
    """Return what is asked for as a manifest tells it, without the moment, which stands beside it."""
    told = {**asdict(filters), "since": written(filters.since) if filters.since else None}
    del told["as_of"]
    return told


def write_manifest(folder: Path, head: Mapping[str, Any], tally: Tally) -> None:
    """Write what is in a folder, with the head that tells where it came from, and then the checksums of all of it."""
    counts = {
        "addresses": tally.addresses,
        "provinces": _plain(tally.provinces),
        "years": _plain(tally.years),
        "kinds": _plain(tally.kinds),
        "levels": _plain(tally.levels),
        "causes": _plain(tally.causes),
        "extractors": _plain(tally.extractors),
        "sites": _plain(tally.sites),
    }
    files = [{"path": name, "bytes": path.stat().st_size, "sha256": _sum(path)} for name, path in _files(folder)]
    told = {**head, "records": tally.records, "records_sha256": tally.digest.hexdigest(), "counts": counts, "files": files}
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    sums = "".join(f"{_sum(path)}  {name}\n" for name, path in _files(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="\n")


def summed(folder: Path) -> Iterator[Path]:
    """Yield the files that the checksums of a folder name, as far as they lie in it."""
    path = folder / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for name in [SUMS, *(line.partition("  ")[2] for line in lines)]:
        file = folder / name
        if name and file.resolve().is_relative_to(folder.resolve()):
            yield file


def _plain(counts: Mapping[Any, int]) -> dict[str, int]:
    return {"" if key is None else str(key): counts[key] for key in sorted(counts, key=lambda key: (key is None, str(key)))}


def _files(folder: Path) -> Iterable[tuple[str, Path]]:
    return sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
