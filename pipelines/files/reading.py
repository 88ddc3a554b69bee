"""The text of a file, whatever its format, read in a process that may be killed."""

from dataclasses import dataclass

from pipelines.files.limits import MAX_BYTES
from pipelines.files.process import ReadingProcess


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """What a file is by its bytes (`pdf`, `docx`, …, `unknown`), its text if it has one, and what a reader should know about both."""

    type: str
    text: str | None = None
    warnings: tuple[str, ...] = ()


# one for all threads: files are few beside pages, and six crawls at a time have six of them
_process = ReadingProcess()


def read_file(body: bytes, name: str) -> FileText:
    """Return the text of a file, or a warning that says why there is none; nothing in the file makes it raise.

    It waits for another process, so under a reactor it is called in a thread; any number of threads may.
    """
    if len(body) > MAX_BYTES:
        return FileText(type="unknown", warnings=(f"{name}: found {len(body)} bytes, expected at most {MAX_BYTES}",))
    answer = _process.read(body, name)
    return FileText(type=answer.type, text=answer.text, warnings=answer.warnings)
