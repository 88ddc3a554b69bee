"""A site of a test's own on loopback: the server, whatever it answers."""

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, ClassVar, Generic, Self, TypeVar


class LoopbackWeb:
    """One site that serves while the `with` block lasts; `handler` answers each request."""

    handler: ClassVar[type["LoopbackHandler[Any]"]]
    base = ""
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), partial(self.handler, self))
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=partial(self._server.serve_forever, poll_interval=0.02), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # of the usual five, a burst of clients waits a second for the next try


_W = TypeVar("_W", bound=LoopbackWeb)


class LoopbackHandler(BaseHTTPRequestHandler, Generic[_W]):
    """One request to a site, which it knows as `web`."""

    def __init__(self, web: _W, *arguments: object) -> None:
        self.web = web
        super().__init__(*arguments)  # type: ignore[arg-type]  # socketserver's own

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
        """Keep standard error quiet: who must know what was asked keeps it."""
