"""Work that may hang, crash or take long, done aside: by processes that were forked from a clean one and serve this process alone.

A crawl reads pages so: fetching goes on meanwhile, on the other core, and a page that no parser gets through costs that page.
"""

import asyncio
import gc
import os
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NoReturn, ParamSpec, TypeVar

from crawler.errors import CollectionError

_P = ParamSpec("_P")
_T = TypeVar("_T")
# one more than can work at a time: each waits, between two pages, for this process to hand it the next
_AT_ONCE = 1 + (os.cpu_count() or 1)


class LostError(Exception):
    """A process ended over its work: killed at its limit, or crashed."""


def open_nursery() -> None:
    """Fork the process that forks workers, while this one has neither threads nor a reactor nor locks that a fork would copy."""
    global _nursery  # noqa: PLW0603  # one a process, like its reactor
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        ours.close()
        _nurse(theirs)
    theirs.close()
    _nursery = _Nursery(ours, pid)


def close_nursery() -> None:
    """End the workers and the process that forked them, amid a page too, and wait until they are gone and buried."""
    global _nursery  # noqa: PLW0603  # as above
    if _nursery is not None:
        _nursery.close()
        _nursery = None


async def aside(seconds: float, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
    """Return what a function of a module returns, and raise the `CollectionError` that it raises; in a thread where there is no nursery.

    Raises `LostError` where the process took over so many seconds, or crashed; a thread can do neither harmlessly.
    """
    if _nursery is None:
        return await asyncio.to_thread(work, *arguments, **named)
    found: _T = await _nursery.have_done(_Task(seconds, work, arguments, named))
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    seconds: float
    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class _Nursery:
    """The clean process, and the workers it has forked so far: one more than the machine has processors, each when it is first needed."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self._control = control
        self._pid = pid
        self._idle: list[_Worker] = []
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def have_done(self, task: _Task) -> Any:  # noqa: ANN401  # whatever the work returns
        """Return what the work returns, by the worker that was idle last."""
        async with self._turns:
            worker = self._idle.pop() if self._idle else await asyncio.to_thread(self._hire)
            answer = await asyncio.to_thread(worker.do, task)
            self._idle.append(worker)  # not where it was lost: then another takes its place
        if isinstance(answer, CollectionError):
            raise answer
        return answer

    def close(self) -> None:
        """End it, and wait for its end."""
        self._control.close()
        os.waitpid(self._pid, 0)

    def _hire(self) -> "_Worker":
        ours, theirs = socket.socketpair()
        connection = Connection(ours.detach())
        try:
            with theirs:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            return _Worker(connection, connection.recv())
        except (EOFError, OSError) as error:
            raise LostError("no reader, for the system gave no process") from error


@dataclass(frozen=True, slots=True)
class _Worker:
    connection: Connection
    pid: int

    def do(self, task: _Task) -> Any:  # noqa: ANN401  # whatever the work returns
        """Return what came back; raise `LostError` where nothing does in time."""
        try:
            self.connection.send(task)
            if self.connection.poll(task.seconds):
                return self.connection.recv()
        except (EOFError, OSError) as error:
            raise LostError("a reader that the page made crash") from error
        os.kill(self.pid, signal.SIGKILL)
        self.connection.close()
        raise LostError(f"a reader that took over {task.seconds:g} seconds")


def _nurse(control: socket.socket) -> None:
    """Fork a worker whenever the crawl asks for one; end with the crawl, and all workers with it, even amid a page."""
    gc.freeze()  # what is shared with the forks stays shared
    workers: list[int] = []  # never waited for, so that none of their numbers is given to another process
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
            for pid in workers:
                os.waitpid(pid, 0)
            os._exit(0)
        with suppress(OSError):  # the system has no room for one more now, and may have later
            worker = os.fork()
            if not worker:
                control.close()
                _serve(Connection(descriptors[0]))
            workers.append(worker)
        os.close(descriptors[0])


def _serve(connection: Connection) -> NoReturn:
    """Work in this process, which ends with that: an error of the work must not be taken for one of the fork."""
    try:
        _work(connection)
    finally:
        traceback.print_exc()
        os._exit(1)


def _work(connection: Connection) -> None:
    """Do one task after the other until the crawl is gone, which may have been killed amid a word."""
    gc.set_threshold(100_000, 20, 20)  # a page is ten thousands of small things, all gone with it: little garbage to look for
    with suppress(OSError):
        connection.send(os.getpid())
    while (task := _received(connection)) is not None:
        signal.alarm(int(task.seconds) + 5)  # the second rope, should nobody be left to kill this process
        done = _done(task)
        signal.alarm(0)
        with suppress(OSError):
            connection.send(done)
    os._exit(0)


def _received(connection: Connection) -> _Task | None:
    """Return the next task, None once the crawl is gone."""
    try:
        task: _Task = connection.recv()
    except (EOFError, OSError):
        return None
    return task


def _done(task: _Task) -> Any:  # noqa: ANN401  # whatever the work returns
    try:
        return task.work(*task.arguments, **task.named)
    except CollectionError as error:
        return error


_nursery: _Nursery | None = None
