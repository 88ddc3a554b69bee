"""The site of an archive, asked without a server."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import httpx

from crawler.model import Site
from storage.browse.app import made_site
from storage.browse.instance import Browse


def asked(site: Browse, *paths: str, **more: dict[str, str]) -> list[httpx.Response]:
    """Return the answers to some paths, asked for one after the other."""

    async def all_of_them() -> list[httpx.Response]:
        return [await site.client.get(path, **more) for path in paths]

    return asyncio.run(all_of_them())


def page(archive: Path, path: str, rows: Iterable[Site] = ()) -> httpx.Response:
    """Return the answer to one path of an archive's site."""
    return asked(made_site(archive, rows), path)[0]
