"""A host is crawled by one run at a time, over all processes of this machine."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock


@contextmanager
def hosts_locked(hosts: Iterable[str], folder: str = "") -> Iterator[None]:
    """Wait until no other run holds one of the hosts, then hold them all; the system lets go when the process dies."""
    place = Path(folder) if folder else Path(tempfile.gettempdir()) / f"govreports-locks-{os.getuid() if hasattr(os, 'getuid') else 'all'}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as held:
        for host in sorted(set(hosts)):  # sorted, so that two runs cannot wait for each other
            held.enter_context(FileLock(place / f"{quote(host, safe='')}.lock"))
        yield
