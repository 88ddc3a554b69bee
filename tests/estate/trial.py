"""One run of `probe` in a process that was forked for it, and what it printed."""

import contextlib
import io
import re
from dataclasses import dataclass

from crawler.cli import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What `probe` printed for one address: a row, or the reasons for none."""

    row: str
    said: str

    @property
    def rule(self) -> str:
        """Return the row without its name and its evidence: what two rows that collect the same have in common."""
        return "\n".join(re.findall(r"^(?!id =|\[|#).+$", self.row, re.MULTILINE)) + "\n" if self.row else ""

    @property
    def family(self) -> str:
        """Return the family of the row."""
        found = re.search(r'^family = "(.+)"', self.row, re.MULTILINE)
        return found[1] if found else "–"

    @property
    def reason(self) -> str:
        """Return why there is no row: what was looked at last."""
        return (self.said.strip().splitlines() or ["nothing was said"])[0]

    def number(self, pattern: str) -> int:
        """Return a number that the evidence or the reasons give, 0 where they do not."""
        found = re.search(pattern, self.row + self.said)
        return int(found[1]) if found else 0


def tried(url: str) -> Tried:
    """Return what the command says of an address; in a process of its own."""
    out, said = _Stream(), _Stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said), contextlib.suppress(SystemExit):
        main(["probe", url])
    return Tried(row=out.text, said=said.text)


class _Stream(io.TextIOWrapper):
    """A stream that keeps what is written, of the kind that a program finds at its start."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined,no-any-return]  # it is a BytesIO
