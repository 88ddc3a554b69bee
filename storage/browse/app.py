"""The site made and served: Datasette with our plugin, on a socket that is there already."""

import asyncio
import logging
import socket
from collections.abc import Iterable
from pathlib import Path

import uvicorn
from datasette.plugins import DEFAULT_PLUGINS, pm

from crawler.errors import SiteError
from crawler.model import Site
from storage.archive import Archive
from storage.browse import plugin
from storage.browse.instance import Browse


def made_site(path: Path, rows: Iterable[Site], host: str = "127.0.0.1") -> Browse:
    """Return the site of an archive, which is upgraded first if it is an older one; raise `ArchiveError` for what is none."""
    Archive.open(path, readonly=True).close()
    if not pm.is_registered(plugin):
        _leave_datasettes_own()
        pm.register(plugin)
    return Browse(path, rows, host)


def _leave_datasettes_own() -> None:
    """Take out the plugins that happen to be installed on a machine, and of Datasette's own one.

    That one prints every page that is not found, with all that stands in memory then.
    """
    for name, other in pm.list_name_plugin():
        if name not in DEFAULT_PLUGINS or name == "datasette.handle_exception":
            pm.unregister(other)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket on which nobody else listens; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        found = str(error.strerror).partition(" (")[0]  # Python says the address again
        raise SiteError(f"browse: found {host} port {port} not to be had ({found}), expected another --port or --host") from error


def serve(site: Browse, opened: socket.socket) -> None:
    """Answer requests until a signal ends it."""
    config = uvicorn.Config(
        site.app(),
        loop="asyncio",  # these three, because what is installed beside must not change how it is served
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("uvicorn.error").addFilter(is_fault)
    uvicorn.Server(config).run(sockets=[opened])


def is_fault(said: logging.LogRecord) -> bool:
    """Say whether what the server tells is more than that a page was not waited for when it was stopped."""
    is_cut_off = said.exc_info is not None and isinstance(said.exc_info[1], asyncio.CancelledError)
    return not is_cut_off and not str(said.msg).startswith("Cancel ")
