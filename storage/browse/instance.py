"""The site's Datasette: one archive, opened to read, with our templates, our words and its description."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Request, Response

from crawler.model import Site
from storage.archive import Archive
from storage.browse.covered import Covered
from storage.database import connected_to_read

NAME = "archive"  # whatever the file is called: an archive named search.db would hide the page of that name

_HERE = Path(__file__).parent
_PATIENCE = 10.0
_LONGEST = 64 * 1024 * 1024  # bytes of a value; what is fetched has at most half as many, and randomblob(1e9) is one step to the clock
_Found = TypeVar("_Found")


class Browse(Datasette):  # type: ignore[misc]  # Datasette ships no types
    """A Datasette that knows its archive, the rows that fill it, and the host it is served on."""

    def __init__(self, path: Path, rows: Iterable[Site], host: str) -> None:
        # before anything else: Datasette asks its plugins for routes while it is made
        self.archive_path = path
        self.rows = {row.id: row for row in rows}
        self.host = host
        self.covered = Covered(path, self.rows.values())
        super().__init__(
            metadata=deepcopy(_description()),
            template_dir=str(_HERE / "templates"),
            static_mounts=[("-/browse", str(_HERE / "static"))],
            settings=_SETTINGS,
        )
        self.remove_database("_memory")
        self.add_database(_File(self, path), name=NAME)

    async def read(self, ask: Callable[[Archive], _Found]) -> _Found:
        """Return what a function finds in the archive, which it reads in a thread of its own."""

        def asked() -> _Found:
            with Archive.open(self.archive_path, readonly=True, patience=_PATIENCE) as archive:
                return ask(archive)

        return await asyncio.to_thread(asked)

    async def show(self, request: Request, template: str, *, status: int = 200, **found: Any) -> Response:  # noqa: ANN401  # whatever the template shows
        """Return the page that a template makes of what was found."""
        return Response.html(await self.render_template(template, found, request=request), status=status)


class _File(Database):  # type: ignore[misc]  # as above
    """The archive for Datasette's own pages: never to be written, whatever its path or the rights of its folder are."""

    def __init__(self, site: Browse, path: Path) -> None:
        super().__init__(site, path=str(path))
        self._kept = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:  # Datasette's own signature
        if write:
            raise sqlite3.OperationalError("the archive is only read here")
        connection = connected_to_read(Path(self.path), _PATIENCE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        self._all_file_connections.append(connection)
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], _Found]) -> _Found:
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, lambda: fn(self._current()))

    def _current(self) -> sqlite3.Connection:
        """Return this thread's connection to the file that stands there now; Datasette's own would keep one that was replaced."""
        path = Path(self.path)
        found = path.stat() if path.exists() else None
        stamp = found and (found.st_dev, found.st_ino)
        kept: sqlite3.Connection | None = getattr(self._kept, "connection", None)
        if kept is not None and self._kept.stamp == stamp:
            return kept
        if kept is not None:
            self._all_file_connections.remove(kept)
            kept.close()
            self._kept.connection = None
        opened = self.connect()
        self.ds._prepare_connection(opened, self.name)  # noqa: SLF001  # as Datasette's own does
        self._kept.connection, self._kept.stamp = opened, stamp
        return opened

    async def execute(self, *asked: Any, **more: Any) -> Any:  # noqa: ANN401  # Datasette's own signature, which is long
        # what cannot be asked is said on the page; Datasette, which counts every table, would also print that an index cannot be counted
        return await super().execute(*asked, **{**more, "log_sql_errors": False})


@cache
def _description() -> dict[str, Any]:
    """Return what the tables and columns mean, as Datasette wants to be told."""
    told = yaml.safe_load(files("storage").joinpath("datasette.yml").read_text(encoding="utf-8"))
    return {**told, "databases": {NAME: told["databases"]["reports"]}}


_SETTINGS = {
    "allow_download": False,  # the file may be larger than anybody means to fetch with a click
    "suggest_facets": False,  # each suggestion is a query over all reports; the useful ones are named in datasette.yml
    "facet_time_limit_ms": 1500,  # counting 100,000 reports takes longer than Datasette's 200
    "sql_time_limit_ms": 3000,
    "default_page_size": 50,
    "truncate_cells_html": 160,  # texts are long
    "max_csv_mb": 0,  # a corpus is larger than Datasette's 100; it is sent row by row
}
