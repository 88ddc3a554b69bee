"""A web of faults on loopback: every host answers as sites do that block, break, lie or have moved, down to single bytes.

One thread serves them all, however many hosts there are: each has a port of its own, because a host is crawled by one run at a time.
"""

import asyncio
import socket
import ssl
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from threading import Thread
from types import TracebackType
from typing import Literal, Self

LIST = "/fzzf/index.html"
Then = Literal["close", "reset", "wait", "trickle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a server sends, headers and all, and what it does then: close, break off, fall silent, or go on byte by byte for ever."""

    raw: bytes
    then: Then = "close"


Answer = Callable[[str], Sent]  # of the address that was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One site: its pages by path, its robots.txt, and the TLS that it speaks; a `greeting` is all that it ever says, in place of TLS."""

    pages: Mapping[str, Answer]
    robots: Answer = field(default=lambda _: answer("", kind="text/plain"))
    tls: ssl.SSLContext | None = None
    greeting: bytes | None = None


class FaultsWeb:
    """Hosts that serve while the `with` block lasts; `bases` are their addresses by the names they were given."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        self._hosts = hosts
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _told: None)  # clients that refuse a certificate are what is tested
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self.bases: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        self._servers = []
        for name, host in self._hosts.items():
            server = await asyncio.start_server(partial(self._serve, name, host), "127.0.0.1", 0, ssl=host.tls)
            self._servers.append(server)
            self.bases[name] = f"{'https' if host.tls or host.greeting else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, name: str, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            if host.greeting is not None:
                await reader.read(1)
                writer.write(host.greeting)
                return
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            chosen = host.robots if path == "/robots.txt" else host.pages.get(path, lambda _: answer("<h1>404</h1>", 404))
            sent = chosen(self.bases[name] + path)
            writer.write(sent.raw)
            await _end(writer, sent.then)
        except (asyncio.IncompleteReadError, OSError):
            pass  # the client has had enough
        finally:
            writer.close()


async def _end(writer: asyncio.StreamWriter, then: Then) -> None:
    if then == "reset":
        await writer.drain()
        await asyncio.sleep(0.05)  # the client has read what was sent before it is told
        # RFC 9293, 3.6.1: closing with SO_LINGER 0 aborts the connection
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    while then in ("wait", "trickle"):
        await asyncio.sleep(0.3)
        writer.write(b" " if then == "trickle" else b"")
        await writer.drain()


def answer(body: str | bytes, status: int = 200, *, kind: str = "text/html; charset=utf-8", **headers: str) -> Sent:
    """Return a whole answer; a header is named with underscores, and `Content_Length=""` leaves the length out."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"Content-Type": kind, "Content-Length": str(len(content)), "ETag": '"of-the-fault"', "Connection": "close", **named}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in set(HTTPStatus) else 'Refused'}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    return Sent(raw="\r\n".join([*lines, "", ""]).encode() + content)


def redirect(target: str, **headers: str) -> Sent:
    """Return a redirect, which leads on from the address that was asked."""
    return answer("", 302, Location=target, **headers)
