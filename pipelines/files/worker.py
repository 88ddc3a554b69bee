"""What the reading process does: one file after another within its limits, until its parent is gone."""

import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from pipelines.files.formats import DAMAGE, text_of
from pipelines.files.kinds import kind_of
from pipelines.files.limits import MAX_CHARACTERS, MEMORY, SECONDS
from pipelines.files.process import take_frame
from pipelines.files.unreadable import Text, Unreadable

if sys.platform != "win32":
    import resource

Reader = Callable[[str, bytes, str], Text]


def main() -> None:
    """Serve the process that started this one with the readers of all formats."""
    serve(text_of)


def serve(reader: Reader, seconds: float = SECONDS) -> None:
    """Answer every file that comes through standard input; end when it is closed, at once and even amid a file."""
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not print into an answer
    files: queue.Queue[tuple[bytes, str]] = queue.Queue(maxsize=1)
    threading.Thread(target=_receive, args=(sys.stdin.buffer, files), daemon=True).start()
    while True:
        body, name = files.get()
        _alarm(seconds + 5)  # whoever waits kills sooner; this is for a parent that was killed itself
        _answer(reader, body, name, answers)
        _alarm(0)


def _limit_memory() -> None:
    """Bound the memory where the system can: not on Windows, and macOS does not keep to it."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        with suppress(ValueError, OSError):  # some versions of macOS refuse what others pass over
            resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _receive(pipe: BinaryIO, files: "queue.Queue[tuple[bytes, str]]") -> None:
    while True:
        name, body = take_frame(pipe), take_frame(pipe)
        if name is None or body is None:
            os._exit(0)
        files.put((body, name.decode("utf-8", "replace")))


def _answer(reader: Reader, body: bytes, name: str, answers: BinaryIO) -> None:
    try:
        kind = kind_of(body, name)
    except (*DAMAGE, MemoryError):
        kind = "unknown"
    _tell(answers, kind)
    text, warnings = _read(reader, kind, body, name)
    _tell(answers, text)
    _tell(answers, warnings)


def _read(reader: Reader, kind: str, body: bytes, name: str) -> tuple[str | None, tuple[str, ...]]:
    try:
        read = reader(kind, body, name)
    except Unreadable as error:
        return None, (f"{name}: found {error}, expected text",)
    except MemoryError:
        return None, (f"{name}: found a file that takes more than {MEMORY >> 20} MB of memory to read, expected text",)
    text = _whole("\n".join(read.lines))
    if len(text) > MAX_CHARACTERS:
        return None, (*read.warnings, f"{name}: found {len(text)} characters, expected at most {MAX_CHARACTERS}")
    if not text and not read.warnings:
        return None, (f"{name}: found no text in the {kind} file, expected some",)
    return text or None, read.warnings


def _whole(text: str) -> str:
    """Return a text with its rare characters whole: DOC and RTF keep them in two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _tell(answers: BinaryIO, value: object) -> None:
    frame = json.dumps(value).encode()
    answers.write(struct.pack(">I", len(frame)) + frame)
    answers.flush()
