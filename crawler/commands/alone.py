"""Commands that ask hosts by themselves wait until no run is there."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import click

from crawler import settings
from crawler.commands.options import Common
from crawler.locks import hosts_locked
from crawler.urls import host_of

_PATIENCE = 600.0  # seconds; a daily look at a section takes less, a first collection of one takes longer than a person waits


def alone_at(addresses: Iterable[str], common: Common) -> AbstractContextManager[Callable[[str], bool]]:
    """Hold the hosts of some addresses, and say on standard error which of them is waited for; raise `BusyError` after ten minutes.

    Gives what takes one host more, as `hosts_locked` does.
    """

    def tell(host: str) -> None:
        if not common.quiet:
            click.echo(f"{host}: found another run at it, waiting for its end", err=True)

    return hosts_locked(map(host_of, addresses), settings.GOVREPORTS_LOCKS, patience=_PATIENCE, told=tell)
