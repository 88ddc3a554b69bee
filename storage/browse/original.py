"""What was sent for a version: its page to look at, its markup to read, its bytes and files to keep; nothing of it ever acts."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from datasette.utils.asgi import NotFound, Request, Response

from crawler.model import Page
from storage.archive import Archive
from storage.browse.inert import STORED_HEADERS, inert, markup
from storage.browse.instance import Browse
from storage.browse.known import Known
from storage.browse.report import found


async def original(datasette: Browse, request: Request) -> Response:
    """Return the page that shows a stored page in a frame, and says when and from where it was sent."""
    known, page = await datasette.read(lambda archive: _stored(archive, request))
    is_document = markup(page) is not None
    return await datasette.show(request, "original.html", known=known, version=known.version, page=page, is_document=is_document)


async def original_page(datasette: Browse, request: Request) -> Response:
    """Return a stored page as it may be looked at."""
    # in the thread, too: tags that are nested thousands deep take seconds
    shown = await datasette.read(lambda archive: inert(_markup(archive, datasette, request)))
    return Response(shown, content_type="text/html; charset=utf-8", headers=STORED_HEADERS)


async def original_markup(datasette: Browse, request: Request) -> Response:
    """Return the markup of a stored page as text to read."""
    sent = await datasette.read(lambda archive: _markup(archive, datasette, request))
    return Response(sent, content_type="text/plain; charset=utf-8", headers=STORED_HEADERS)


async def original_bytes(datasette: Browse, request: Request) -> Response:
    """Return a stored page byte for byte, as a file to keep."""
    known, page = await datasette.read(lambda archive: _stored(archive, request))
    path = PurePosixPath(urlsplit(page.url).path)
    return _file(page.body, path.name if path.suffix else f"{path.name or 'index'}.html", known.version.page_hash)


async def attachment(datasette: Browse, request: Request) -> Response:
    """Return a part that was sent with a version byte for byte, as a file to keep; `n` is its place among the parts."""
    known, page = await datasette.read(lambda archive: _stored(archive, request))
    sent = next((each for each in known.sent if str(each.position) == request.args.get("n")), None)
    body = page.parts[sent.position].body if sent else None
    if sent is None or body is None or sent.page_hash is None:
        raise NotFound("attachment: found no file that was kept, expected the number of one")
    return _file(body, sent.name or PurePosixPath(urlsplit(sent.url).path).name, sent.page_hash)


def _markup(archive: Archive, datasette: Browse, request: Request) -> str:
    known, page = _stored(archive, request)
    row = datasette.rows.get(known.version.site or "")
    read = markup(page, row.encoding if row else None)
    if read is None:
        raise NotFound(f"{page.url}: found a file, expected a page that can be shown")
    return read


def _stored(archive: Archive, request: Request) -> tuple[Known, Page]:
    known = found(archive, request)
    return known, archive.stored_page(known.version)


def _file(body: bytes, name: str, digest: str) -> Response:
    """Return bytes that no browser opens by itself, under a name that is one part of a path on every system."""
    safe = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", name).lstrip(".")[-120:]
    headers = {
        **STORED_HEADERS,
        "content-disposition": f"attachment; filename*=UTF-8''{quote(safe, safe='')}",
        "etag": f'"{digest}"',
    }
    return Response(body, content_type="application/octet-stream", headers=headers)
