"""The process that reads files for this one: started when needed, killed at its limit, gone when this one is gone."""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from pipelines.files.limits import SECONDS

# the search path is handed over, so that a checkout, a wheel and a test all read with their own modules
_PATH = "import sys; sys.path[:] = sys.argv[1:]; "
# the environment of a Python that heeds none is not heeded either
_ISOLATION = "-I" if sys.flags.isolated else "-P"
PROGRAM = "from pipelines.files.worker import main; main()"


@dataclass(slots=True)
class Answer:
    """What the reading process has told of one file; its type comes before its text, so a process that is killed has told it."""

    type: str = "unknown"
    text: str | None = None
    warnings: tuple[str, ...] = ()


class ReadingProcess:
    """Another Python that runs `program`, reads one file at a time, and is replaced when it takes longer than `seconds`."""

    def __init__(self, program: str = PROGRAM, seconds: float = SECONDS) -> None:
        self._program, self._seconds = program, seconds
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._leave)

    def read(self, body: bytes, name: str) -> Answer:
        """Return what the process makes of a file; its end is an answer too."""
        with self._lock:
            return self._read(self._started(), body, name)

    def close(self) -> None:
        """End the process; the next file starts another."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.wait()
            _close_pipes(running)

    def _leave(self) -> None:
        """In a fork: leave the process to the parent, whom alone it serves; while a fork held its pipes it could not see its parent end."""
        self._lock = threading.Lock()  # the other may be held by a thread that is in the parent only
        running, self._running = self._running, None
        if running is not None:
            _close_pipes(running)
            running.poll()  # which notes that it is no child of this one

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            self._running = subprocess.Popen(  # noqa: S603 - this very Python with a program of ours
                [sys.executable, _ISOLATION, "-c", _PATH + self._program, *(path or os.getcwd() for path in sys.path)],  # noqa: PTH109
                bufsize=0,  # a fork amid a file inherits neither locked nor half written buffers
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries mumble about bad files; what matters is in the answer
                start_new_session=True,  # Ctrl-C reaches a whole process group, and this one ends with its parent anyway
            )
        return self._running

    def _read(self, running: subprocess.Popen[bytes], body: bytes, name: str) -> Answer:
        expired = threading.Event()
        timer = threading.Timer(self._seconds, _expire, args=(expired, running))
        timer.daemon = True
        timer.start()
        is_whole = False
        try:
            answer, is_whole = _asked(running, body, name)
        finally:
            timer.cancel()
            timer.join()
            if not is_whole or expired.is_set():  # also where Ctrl-C broke in: the next file must not get this one's answer
                self.close()
        if is_whole:
            return answer
        found = f"a reader that took over {self._seconds:g} seconds" if expired.is_set() else "a reader that the file made crash"
        return Answer(type=answer.type, warnings=(f"{name}: found {found}, expected text",))


def _expire(expired: threading.Event, running: subprocess.Popen[bytes]) -> None:
    expired.set()
    running.kill()


def _asked(running: subprocess.Popen[bytes], body: bytes, name: str) -> tuple[Answer, bool]:
    """Return what came back, and whether that is all."""
    answer = Answer()
    if running.stdin is None or running.stdout is None:
        return answer, False
    with suppress(OSError, ValueError):  # ValueError: what a reader that a file has taken over may tell instead of JSON
        _send(running.stdin, body, name)
        for field in ("type", "text", "warnings"):
            frame = take_frame(running.stdout)
            if frame is None:
                return answer, False
            setattr(answer, field, json.loads(frame))
        answer.warnings = tuple(answer.warnings)
        return answer, True
    return answer, False


def _send(pipe: IO[bytes], body: bytes, name: str) -> None:
    for part in (name.encode("utf-8", "replace"), body):
        left = memoryview(struct.pack(">I", len(part)) + part)
        while left:
            left = left[pipe.write(left) :]


def take_frame(pipe: IO[bytes]) -> bytes | None:
    """Return the next bytes that were sent as one, None if the sender is gone."""
    size = _taken(pipe, 4)
    if len(size) < 4:
        return None
    (length,) = struct.unpack(">I", size)
    frame = _taken(pipe, length)
    return frame if len(frame) == length else None


def _taken(pipe: IO[bytes], length: int) -> bytes:
    """Return so many bytes, fewer if no more come."""
    found = bytearray()
    while len(found) < length and (part := pipe.read(min(length - len(found), 1 << 20))):
        found += part
    return bytes(found)


def _close_pipes(ended: subprocess.Popen[bytes]) -> None:
    for pipe in (ended.stdin, ended.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
