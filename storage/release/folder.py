"""The folder of a release: written beside what is there, and put in its place when it is whole."""

import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler.errors import ArchiveError
from crawler.model import Site
from crawler.version import VERSION
from storage.archive import Archive
from storage.markdown import MARKDOWN
from storage.names import same_file
from storage.release.card import Card, card
from storage.release.changes import Changes
from storage.release.formats import LIBRARIES, WRITERS, Format
from storage.release.gaps import gaps
from storage.release.manifest import SUMS, Parent, read_parent, summed, write_manifest, written_filters
from storage.release.tally import Tally, counted
from storage.selection import Filters, Selected, selected, selected_rows
from storage.times import moment, written

_MARK = ".govreports-export"
_MARKED = "Made by govreports export, which may replace and remove the files here that SHA256SUMS names.\n"


def release(archive: Archive, folder: Path, form: Format, filters: Filters, sites: Iterable[Site], *, after: Path | None = None) -> int:
    """Write the records that the filters leave into a folder with card, manifest and checksums, and return how much is in it.

    Without `filters.as_of` it is the archive as of the last that it tells. `after` is the folder of an earlier release: then only
    what has changed since is written. The folder is new, empty or an earlier export, of which nothing remains that this one does not
    write; it stays as it was when nothing matched.
    """
    try:
        _refuse_what_is_not_ours(folder)
        parent = _parent(after, folder, form, filters) if after else None
        as_of = filters.as_of or _end(archive)
        if parent and as_of <= parent.as_of:
            raise ArchiveError(f"{after}: found a release as of {written(parent.as_of)}, expected one of before {written(as_of)}")
        is_new = not folder.exists()
        draft = folder / f"{_MARK}-{secrets.token_hex(6)}"
        draft.mkdir(parents=True)
        try:
            count = _write(archive, draft, form, replace(filters, as_of=as_of), as_of, sites, parent)
            if count:
                _install(draft, folder)
        finally:
            shutil.rmtree(draft)
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise ArchiveError(f"{error.filename or folder}: found {error.strerror}, expected a folder that can be written") from error
    return count


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder}: found a file, expected a new or empty folder, or an earlier export")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise ArchiveError(f"{folder}: found a folder with other files, expected a new or empty one, or an earlier export")


def _parent(after: Path, folder: Path, form: Format, filters: Filters) -> Parent:
    parent = read_parent(after)
    if after.resolve() == folder.resolve():
        raise ArchiveError(f"{after}: found it to be the folder to write to, expected another one for what comes after it")
    theirs, ours = _asked(parent.form, parent.filters), _asked(form, written_filters(filters))
    if theirs != ours:
        raise ArchiveError(f"{after}: found a release as {theirs}, expected one as {ours}, as now")
    return parent


def _asked(form: str, filters: Mapping[str, Any]) -> str:
    """Return the format and what is asked for, in words."""
    return ", ".join([form, *(f"{name} {value}" for name, value in filters.items() if value)])


def _end(archive: Archive) -> datetime:
    """Return the last moment of which an archive tells anything, so that a release never depends on when it is made."""
    with archive.file.reading() as database:
        ((last,),) = database.execute(_LAST)
    return moment(last) if last else datetime.min.replace(tzinfo=UTC)


_LAST = """
    select max(at) from (
        select max(seen_at) as at from versions union all select max(at) from visits union all select max(at) from moves
        union all select max(until) from earlier union all select max(at) from similarities
        union all select max(ended_at) from runs union all select max(last_listed_at) from listings
    )
"""


def _write(
    archive: Archive, draft: Path, form: Format, filters: Filters, as_of: datetime, sites: Iterable[Site], parent: Parent | None
) -> int:
    """Write a release into an empty folder and return how much is in it."""
    tally, whole, changes = Tally(), Tally(), Changes(archive)
    with ExitStack() as stack:
        found: Iterable[Selected] = counted(selected_rows(archive, filters), whole)
        if parent:
            # an archive of its own, because one connection knows one past
            before = stack.enter_context(Archive.open(archive.file.path, readonly=True))
            found = changes.found(selected(before, replace(filters, as_of=parent.as_of)), found, draft)
        WRITERS[form](archive, filters, counted(found, tally), draft)
    count = tally.records + changes.removed + changes.updated
    if count:
        made = Card(
            form=form, as_of=as_of, filters=filters, since=parent.as_of if parent else None, gone=changes.removed, renewed=changes.updated,
            tally=tally, gaps=gaps(archive, sites, filters, as_of),
        )  # fmt: skip
        (draft / "README.md").write_text(card(made), encoding="utf-8", newline="\n")
        head = _head(form, filters, as_of, parent) | {"removed": changes.removed, "updated": changes.updated}
        state = {"records": whole.records, "sha256": whole.digest.hexdigest()}
        write_manifest(draft, {**head, "state": state}, tally)
    return count


def _head(form: Format, filters: Filters, as_of: datetime, parent: Parent | None) -> dict[str, Any]:
    library = LIBRARIES.get(form)
    return {
        "format": form,
        "as_of": written(as_of),
        "filters": written_filters(filters),
        "program": f"govreports {VERSION}",
        "written_by": library and f"{library} {version(library)}",
        "since": parent and written(parent.as_of),
        "chain": parent.chain if parent else (),
    }


def _install(draft: Path, folder: Path) -> None:
    """Put the files of a draft in their places, take away those of the export before, and name them last."""
    before = [path for path in sorted({*summed(folder), *_written_before(folder)}) if path.is_file()]
    new = sorted((path for path in draft.rglob("*") if path.is_file()), key=lambda path: (path.name == SUMS, path))
    places = [folder / path.relative_to(draft) for path in new]
    old, taken = _spelt(before), _spelt(places)
    foreign = [place for place in places if place.exists() and not _is_one_of(old, place)]
    if foreign:
        raise ArchiveError(f"{min(foreign)}: found a file that no export has made, expected none of that name")
    (folder / _MARK).write_text(_MARKED, encoding="utf-8")
    for path, place in zip(new, places, strict=True):
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    for stale in before:
        if _is_one_of(taken, stale):
            continue
        stale.unlink(missing_ok=True)
        if stale.parent != folder and not any(stale.parent.iterdir()):
            stale.parent.rmdir()


def _spelt(paths: Iterable[Path]) -> Mapping[str, Sequence[Path]]:
    """Return files by what is left of their names where a file system levels case and composition."""
    found = defaultdict(list)
    for path in paths:
        found[same_file(str(path))].append(path)
    return found


def _is_one_of(spelt: Mapping[str, Sequence[Path]], file: Path) -> bool:
    """Say whether a file that is there is one of others, under the same name or one that the file system takes for it."""
    return any(file == other or file.samefile(other) for other in spelt.get(same_file(str(file)), ()))


def _written_before(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files of an export that had no checksums yet."""
    return (path for path in folder.glob("*/*.md") if MARKDOWN.fullmatch(path.name) and not (folder / SUMS).exists())
