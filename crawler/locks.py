"""A host is crawled by one run at a time, over all processes of this machine."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout


def host_lock(host: str, folder: str = "") -> FileLock:
    """Return the lock of one host, to be acquired by whoever asks it for something; the system lets go when the process dies."""
    place = Path(folder) if folder else Path(tempfile.gettempdir()) / f"govreports-locks-{os.getuid() if hasattr(os, 'getuid') else 'all'}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileLock(place / f"{quote(host, safe='')}.lock", thread_local=False)  # taken in one thread, let go in another


@contextmanager
def hosts_locked(hosts: Iterable[str], folder: str = "", *, patience: float = -1) -> Iterator[Callable[[str], bool]]:
    """Wait until no other run holds one of the hosts, then hold them all; the system lets go when the process dies.

    Raises `TimeoutError` where one is held for longer than so many seconds; less than none waits for ever.

    Gives what takes one host more, without waiting, because two that hold some and wait for others would wait for ever; it
    says whether that host is held now.
    """
    names = set(hosts)
    with ExitStack() as held:
        for host in sorted(names):  # sorted, so that two runs cannot wait for each other
            held.enter_context(host_lock(host, folder).acquire(timeout=patience))

        def take(host: str) -> bool:
            if host not in names:
                try:
                    held.enter_context(host_lock(host, folder).acquire(timeout=0))
                except Timeout:
                    return False
                names.add(host)
            return True

        yield take


def are_free(hosts: Iterable[str], folder: str = "") -> bool:
    """Say whether no run holds one of the hosts now."""
    try:
        with hosts_locked(hosts, folder, patience=0):
            return True
    except TimeoutError:
        return False
