"""The program for tests: every run a clean process, forked from one that has already loaded the libraries.

Importing them is a second of work, and tests run the program two hundred times. A run is `python -m crawler` in all else: its own process,
arguments, environment, folder, streams and end. Nothing that reads the environment is loaded before the fork. So is the process that a
collection forks its crawls from: one that multiprocessing starts would load all of it again.
"""

import atexit
import fcntl
import gc
import importlib
import json
import multiprocessing.util
import os
import pkgutil
import resource
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("scheduler", "crawler.collect", "crawler.probing")
COLLECTING = ("collect", "schedule", "demo")
LIBRARIES = ("click", "rich.progress", "rich.table", "apscheduler.triggers.cron", "psutil", "regex", "trafilatura", "yaml", *OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one run is started with; `largest_file` is in bytes."""

    arguments: Sequence[str]
    folder: str
    environment: Mapping[str, str]
    largest_file: int | None = None


def run(order: Order) -> subprocess.CompletedProcess[str]:
    """Run the program as ordered, and return how it ended and what it printed."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        server.stdin.write(json.dumps({"order": asdict(order), "place": place}) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        out, err = ((Path(place) / name).read_text(encoding="utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(order.arguments, status, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error::ResourceWarning", "-m", "tests.program"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(server.communicate)  # closes its input, at which it ends, and waits for it
    return server


def _serve() -> None:
    """Load the libraries, then run each order of standard input in a fork and answer with its status."""
    _load()
    gc.freeze()  # what is shared with the forks stays shared
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return _become(Path(json.loads(line)["place"]), Order(**json.loads(line)["order"]))  # ends as a program of its own does
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
    return None


def _load() -> None:
    for library in (*LIBRARIES, *importlib.import_module("crawler.crawl").components()):
        importlib.import_module(library)
    for package in ("spiders", "pipelines", "storage"):
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.startswith("storage.browse"):  # a second of Datasette, for the one command that shows the archive
                importlib.import_module(module.name)
    early = {"crawler.settings", "twisted.internet.reactor"} & sys.modules.keys()
    assert not early, f"a fork must load {early} for itself"


def _become(place: Path, order: Order) -> None:
    """Make this process the program, started as ordered, its output in files at a place."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(place / "out", os.O_WRONLY | os.O_CREAT), 1)
    os.dup2(os.open(place / "err", os.O_WRONLY | os.O_CREAT), 2)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    signal.alarm(240)  # seconds after which a run that hangs is ended
    if order.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, order.largest_file))
    if any(name in order.arguments for name in COLLECTING):
        _prepare_to_collect()
    sys.argv = ["govreports", *order.arguments]
    runpy.run_module("crawler", run_name="__main__", alter_sys=True)


def _prepare_to_collect() -> None:
    """Fork what multiprocessing would start as its fork server, before anything of the run is loaded; a second one it starts itself."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _wait_to_fork(theirs)
    theirs.close()
    control = ours.detach()  # a number: a run that collects nothing would be told of a socket that nobody has closed
    start = multiprocessing.util.spawnv_passfds

    def started(path: bytes, arguments: Sequence[str], descriptors: Sequence[int]) -> int:
        if "multiprocessing.forkserver" not in arguments[-1]:
            return start(path, arguments, descriptors)
        multiprocessing.util.spawnv_passfds = start
        with socket.socket(fileno=control) as asked:
            socket.send_fds(asked, [json.dumps([arguments[-1], [*descriptors]]).encode()], [*descriptors])
        return pid

    multiprocessing.util.spawnv_passfds = started  # type: ignore[assignment]  # it is only ever given words


def _wait_to_fork(control: socket.socket) -> None:
    """Become the fork server once the run asks for it, with the descriptors under the numbers that they have there."""
    said, received, _, _ = socket.recv_fds(control, 1 << 16, 8)
    control.close()
    try:
        if said:
            command, numbers = json.loads(said)
            apart = [fcntl.fcntl(each, fcntl.F_DUPFD, 200) for each in received]
            for descriptor in received:
                os.close(descriptor)
            for each, number in zip(apart, numbers, strict=True):
                os.dup2(each, number, inheritable=False)
                os.close(each)
            exec(command, {})  # noqa: S102  # multiprocessing's own line, which `python -c` would be given
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve()
