"""`browse`: the archive as a web site on this machine."""

import signal
import webbrowser
from contextlib import closing
from typing import NoReturn

import click

from crawler.commands.options import Common, common_options

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to serve on; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on; any other than loopback lets others in.")
@click.option("--open", "is_open", is_flag=True, help="Show it in the browser.")
@common_options
def browse(common: Common, port: int, host: str, is_open: bool) -> int:
    """Serve the archive as a web site, to read, until stopped: coverage, search, reports, runs, tables."""
    from storage.browse.app import listening, made_site, serve  # noqa: PLC0415  # Datasette takes a second to load, --help none

    site = made_site(common.archive_path, common.rows().values(), host)
    with closing(listening(host, port)) as opened:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{opened.getsockname()[1]}/"
        if host not in _LOOPBACK:
            click.echo(f"govreports: {host} is not loopback: whoever reaches this machine can read the whole archive", err=True)
        for ending in (signal.SIGINT, signal.SIGTERM):  # the server ends in good order by itself, and hands the signal on after that
            signal.signal(ending, _end)
        click.echo(address)
        if is_open:
            webbrowser.open(address)
        serve(site, opened)
    return 0


def _end(*_: object) -> NoReturn:
    raise SystemExit(0)
