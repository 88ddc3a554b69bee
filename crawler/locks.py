"""A host is asked by one run at a time, over all processes of this machine."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from crawler.errors import BusyError, SiteError


@lru_cache(maxsize=1 << 12)  # a host's files are looked for before every request
def host_file(host: str, what: str, folder: str = "") -> Path:
    """Return the file of what this machine's runs share of a host; its folder is there."""
    return _place(folder) / f"{quote(host, safe='')}.{what}"


@cache
def host_lock(host: str, folder: str = "") -> FileLock:
    """Return the lock of one host, to be acquired by whoever asks it for something; the system lets go when the process dies.

    It is one lock to the whole process, which may acquire it again while it holds it, and releases it as often.
    """
    return FileLock(host_file(host, "lock", folder), thread_local=False)  # taken in one thread, let go in another


@contextmanager
def locked_if_free(host: str, folder: str = "") -> Iterator[bool]:
    """Hold a host's lock unless another process does, and say whether it is held."""
    if (os.getpid(), host, folder) in _held:  # this run's own: to take it again for every request is dear
        yield True
        return
    lock = host_lock(host, folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def hosts_locked(
    hosts: Iterable[str], folder: str = "", *, patience: float = -1, told: Callable[[str], None] | None = None
) -> Iterator[Callable[[str], bool]]:
    """Wait until no other run holds one of the hosts, then hold them all; the system lets go when the process dies.

    Gives what takes one host more, without waiting, because two that hold some and wait for others would wait for ever; it
    says whether that host is held now. `told` hears of a host that is waited for longer than a second; after `patience` seconds,
    where that is not negative, `BusyError` is raised.
    """
    names = set(hosts)
    with ExitStack() as held:
        for host in sorted(names):  # sorted, so that two runs cannot wait for each other
            held.callback(_acquired(host, folder, patience, told).release)
            held.enter_context(_kept(host, folder))

        def take(host: str) -> bool:
            if host not in names:
                try:
                    held.enter_context(host_lock(host, folder).acquire(timeout=0))
                except Timeout:
                    return False
                held.enter_context(_kept(host, folder))
                names.add(host)
            return True

        yield take


def are_free(hosts: Iterable[str], folder: str = "") -> bool:
    """Say whether no other process holds one of the hosts now."""
    with ExitStack() as held:
        return all(held.enter_context(locked_if_free(host, folder)) for host in sorted(set(hosts)))


_held: set[tuple[int, str, str]] = set()  # hosts that a process, not its forks, holds for as long as a run lasts


@contextmanager
def _kept(host: str, folder: str) -> Iterator[None]:
    key = (os.getpid(), host, folder)
    _held.add(key)
    try:
        yield
    finally:
        _held.discard(key)


@cache
def _place(folder: str) -> Path:
    place = Path(folder) if folder else Path(tempfile.gettempdir()) / f"govreports-locks-{os.getuid() if hasattr(os, 'getuid') else 'all'}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SiteError(f"{place}: found {error.strerror}, expected a folder that can be written, for the locks of hosts") from error
    if not os.access(place, os.W_OK | os.X_OK):
        raise SiteError(f"{place}: found what is not ours to write, expected a folder that can be written, for the locks of hosts")
    return place


def _acquired(host: str, folder: str, patience: float, told: Callable[[str], None] | None) -> FileLock:
    """Return a host's lock, which is then held."""
    lock = host_lock(host, folder)
    first = 1.0 if patience < 0 else min(1.0, patience)
    try:
        lock.acquire(timeout=first)
    except Timeout:
        if told is not None:
            told(host)
        try:
            lock.acquire(timeout=-1 if patience < 0 else patience - first)
        except Timeout as error:
            raise BusyError(f"{host}: found another run at it for {patience:.0f} s, expected it free") from error
    return lock
