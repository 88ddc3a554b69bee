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
        self._owner = os.getpid()
        atexit.register(self.close)

    def read(self, body: bytes, name: str) -> Answer:
        """Return what the process makes of a file; its end is an answer too."""
        with self._lock:
            return self._read(self._started(), body, name)

    def close(self) -> None:
        """End the process; the next file starts another."""
        running, self._running = self._running, None
        if running is not None and self._owner == os.getpid():
            running.kill()
            running.wait()
            _close_pipes(running)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # a fork has inherited the pipes of its parent's process, which serve its parent alone
            self._running, self._owner = None, os.getpid()
        if self._running is None:
            self._running = subprocess.Popen(  # noqa: S603 - this very Python with a program of ours
                [sys.executable, "-P", "-c", _PATH + self._program, *(path or os.getcwd() for path in sys.path)],  # noqa: PTH109
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
        answer, is_whole = _asked(running, body, name)
        timer.cancel()
        timer.join()
        if is_whole and not expired.is_set():
            return answer
        self.close()
        found = f"a reader that took over {self._seconds:g} seconds" if expired.is_set() else "a reader that the file made crash"
        return answer if is_whole else Answer(type=answer.type, warnings=(f"{name}: found {found}, expected text",))


def _expire(expired: threading.Event, running: subprocess.Popen[bytes]) -> None:
    expired.set()
    running.kill()


def _asked(running: subprocess.Popen[bytes], body: bytes, name: str) -> tuple[Answer, bool]:
    """Return what came back, and whether that is all."""
    answer = Answer()
    if running.stdin is None or running.stdout is None:
        return answer, False
    with suppress(BrokenPipeError, ConnectionResetError, OSError):
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
        pipe.write(struct.pack(">I", len(part)))
        pipe.write(part)
    pipe.flush()


def take_frame(pipe: IO[bytes]) -> bytes | None:
    """Return the next bytes that were sent as one, None if the sender is gone."""
    size = pipe.read(4)
    if len(size) < 4:
        return None
    (length,) = struct.unpack(">I", size)
    frame = pipe.read(length)
    return frame if len(frame) == length else None


def _close_pipes(ended: subprocess.Popen[bytes]) -> None:
    for pipe in (ended.stdin, ended.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
