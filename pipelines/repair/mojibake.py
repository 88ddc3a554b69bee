"""Text that was read in the wrong encoding and saved: its bytes are taken back and read in the right one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from pipelines.repair.ordinary import COMMON, ORDINARY

# what Windows-1252 makes of the bytes from 80 to 9F; the five that it leaves open stay control characters
_OF_1252 = {letter: byte for byte in range(0x80, 0xA0) if (letter := bytes((byte,)).decode("cp1252", "ignore"))}
_HIGH = f"\x80-\xff{''.join(_OF_1252)}"
_LATIN_RUN = re.compile(f"[{_HIGH}](?:[{_HIGH}\ufffd]*[{_HIGH}])?")
_PAIRS_RUN = re.compile(f"(?:[{_HIGH}][{_HIGH}@-~])+")
_WIDE = "[^\x00-\x7f]"  # all from 80 on; the range itself takes a hundred times as long to compile
_WIDE_RUN = re.compile(rf"{_WIDE}+(?:\?{_WIDE}+)*\??")
_BEYOND_ASCII = re.compile(f"{_WIDE}+")
# one character was lost with its bytes, in however many pieces they are left; some programs put a question mark instead
_GAP = re.compile("\ufffd+(?:\\?\ufffd*)?")
_ENDS = re.compile("([\n\x01]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A text read anew: how many characters that gave, how many are lost for want of bytes, how many were not read anew."""

    text: str
    count: int = 0
    lost: int = 0
    left: int = 0


def restored(text: str) -> Restored:
    """Return a text with all that is Chinese in a wrong encoding read in the right one; the rest stays as it is.

    What was read wrongly once is often saved and read wrongly again: the layer under which most Chinese lies is taken off.
    """
    layers = [text]
    for _ in range(2):
        layers.append(_LATIN_RUN.sub(_of_utf8, layers[-1]))
    best = max(map(_once, dict.fromkeys(layers)), key=lambda found: found.count)
    return best if best.count else Restored(text=text)


def is_scrambled(text: str) -> bool:
    """Say whether a page as a whole may be Chinese in a wrong encoding, from its first characters beyond ASCII."""
    pieces = (text[at : at + 256] for at in range(0, len(text), 256))
    # styles and scripts, which stand first, are passed over in pieces: to search them takes ten times as long
    beyond = "".join([" " if piece.isascii() else piece for piece in pieces])
    sample = "".join(run[0] for run in islice(_BEYOND_ASCII.finditer(beyond), 40))[:400]
    odd = sum(letter not in ORDINARY for letter in sample)
    return odd >= 6 and odd * 4 >= len(sample)


def _of_utf8(run: re.Match[str]) -> str:
    try:
        return _latin(run[0]).decode("utf-8")
    except UnicodeDecodeError:
        return run[0]


def _once(text: str) -> Restored:
    """Return a text read anew in the way that gives most, piece by piece: one garbled paragraph says nothing of the others."""
    runs, read = max(_READERS, key=lambda reader: _read_anew(text, reader[0], reader[1], 4).count)
    pieces = _ENDS.split(text)
    sure = [_read_anew(piece, runs, read, 4) for piece in pieces]
    # where most is garbled, so are the short words beside it, which alone would prove nothing
    is_whole = _is_most(sure)
    done = [_read_anew(piece, runs, read, 1) if is_whole or _is_most([one]) else one for piece, one in zip(pieces, sure, strict=True)]
    return Restored(text="".join(one.text for one in done), count=sum(one.count for one in done), lost=sum(one.lost for one in done))


def _is_most(read: Sequence[Restored]) -> bool:
    return sum(one.count for one in read) > sum(one.left for one in read)


def _read_anew(text: str, runs: re.Pattern[str], read: Callable[[str], str], least: int) -> Restored:
    """Return a text whose runs are read anew where each gives at least so many Chinese characters and next to nothing else."""
    count = lost = left = 0

    def anew(found: re.Match[str]) -> str:
        nonlocal count, lost, left
        text = _GAP.sub("\ufffd", read(found[0]))
        if not (_is_chinese(text, least) or (least == 1 and text == "\ufffd" and found[0][-1] in "?\ufffd")):
            left += len(found[0])
            return found[0]
        count += len(text)
        lost += text.count("\ufffd")
        return text

    return Restored(text=runs.sub(anew, text), count=count, lost=lost, left=left)


def _is_chinese(text: str, least: int) -> bool:
    """Say whether a text is Chinese as people write it: nine tenths ordinary characters, most of them common ones, few lost ones."""
    wide = [letter for letter in text if letter > "\x7f" and letter != "\ufffd"]
    if len(set(wide)) < min(least, 3) or len(wide) < least or text.count("\ufffd") * (4 if least > 1 else 1) > 4 + len(wide):
        return False
    return sum(letter in ORDINARY for letter in wide) >= 0.9 * len(wide) and sum(letter in COMMON for letter in wide) >= 0.7 * len(wide)


def _utf8_as_latin(run: str) -> str:
    return _latin(run).decode("utf-8", "replace")


def _gbk_as_latin(run: str) -> str:
    return _latin(run).decode("gb18030", "replace")


def _utf8_as_gbk(run: str) -> str:
    # 80 alone is the euro sign of code page 936; no valid character of UTF-8 holds the byte FF
    pieces = [piece.replace("€", "\x00").encode("gb18030").replace(b"\x00", b"\x80") for piece in run.split("\ufffd")]
    return b"\xff".join(pieces).decode("utf-8", "replace")


def _latin(run: str) -> bytes:
    return bytes(0xFF if letter == "\ufffd" else _OF_1252.get(letter) or ord(letter) for letter in run)


_READERS = ((_LATIN_RUN, _utf8_as_latin), (_PAIRS_RUN, _gbk_as_latin), (_WIDE_RUN, _utf8_as_gbk))
