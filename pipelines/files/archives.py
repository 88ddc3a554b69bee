"""Archives (ZIP): the files in them, each under its name."""

import zipfile
from collections.abc import Callable, Iterator

from pipelines.files.containers import opened, unpacked
from pipelines.files.limits import MAX_BYTES, MAX_DEPTH, MAX_MEMBERS
from pipelines.files.unreadable import Text, Unreadable

Reader = Callable[[bytes, str, int], Text]


def read_archive(body: bytes, name: str, depth: int, read: Reader) -> Text:
    """Return the texts of the files in an archive, in its order, each after a line with its name; what has none is told in a warning."""
    if depth >= MAX_DEPTH:
        raise Unreadable(f"archives nested more than {MAX_DEPTH} deep")
    lines: list[str] = []
    warnings: list[str] = []
    with opened(body) as container:
        members = [entry for entry in container.infolist() if not entry.is_dir() and not _is_of_system(entry.filename)]
        if len(members) > MAX_MEMBERS:
            raise Unreadable(f"{len(members)} files in an archive, more than {MAX_MEMBERS}")
        for entry in members:
            member = _name(entry)
            text = _member(container, entry, f"{name}/{member}", depth, read)
            lines += [member, *text.lines] if text.lines else []
            warnings += text.warnings
    return Text(lines=tuple(lines), warnings=tuple(warnings))


def _is_of_system(name: str) -> bool:
    """Say whether an entry is what a system adds to archives unasked."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a member as its maker saw it: without the flag for UTF-8 it is in the encoding of a Chinese Windows, mostly."""
    if entry.flag_bits & 0x800:
        return entry.filename
    written = entry.filename.encode("cp437", "replace")
    return next(_names(written), entry.filename)


def _names(written: bytes) -> Iterator[str]:
    for codec in ("utf-8", "gb18030"):
        decoded = written.decode(codec, "replace")
        if "\ufffd" not in decoded:
            yield decoded


def _member(container: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, depth: int, read: Reader) -> Text:
    if entry.file_size > MAX_BYTES:
        return Text(lines=(), warnings=(f"{path}: found {entry.file_size} bytes, expected at most {MAX_BYTES}",))
    try:
        return read(unpacked(container, entry), path, depth + 1)
    except Unreadable as error:
        return Text(lines=(), warnings=(f"{path}: found {error}, expected text",))
