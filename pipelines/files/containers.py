"""ZIP containers, opened so that no bomb goes off: DOCX, PPTX and OFD are such, and archives are."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from pipelines.files.limits import MAX_ENTRIES, MAX_UNPACKED
from pipelines.files.unreadable import Unreadable


def opened(body: bytes) -> zipfile.ZipFile:
    """Return a container whose entries may all be unpacked; raise `Unreadable` for a broken, encrypted or exploding one."""
    try:
        found = zipfile.ZipFile(BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(f"a broken ZIP container ({error})") from error
    entries = found.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(f"{len(entries)} entries in a container, more than {MAX_ENTRIES}")
    if size > MAX_UNPACKED:
        raise Unreadable(f"a container that unpacks to {size} bytes, more than {MAX_UNPACKED}")
    return found


def unpacked(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry; raise `Unreadable` if they are encrypted or broken."""
    if entry.flag_bits & 1:
        raise Unreadable("an encrypted entry of a ZIP container")
    try:
        return container.read(entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise Unreadable(f"a broken entry of a ZIP container ({error})") from error


def xml_of(container: zipfile.ZipFile, path: str) -> etree._Element | None:
    """Return the root of an XML entry, None if there is no such entry; the case of names and a slash before them do not count."""
    wanted = path.lstrip("/").lower()
    entry = next((entry for entry in container.infolist() if entry.filename.lstrip("/").lower() == wanted), None)
    if entry is None:
        return None
    # entities are left alone: no format here needs them, and a bomb is made of them
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(unpacked(container, entry), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"broken XML in {entry.filename!r} ({error.msg})") from error
