"""The piece of a text that answers a question, and where in it the words stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from storage.question import Question, Term
from storage.words import levelled, places_of

_BEFORE = 30  # characters of a snippet that stand before its first mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of a text on one line, and the marks in it: each from its first character to the one after its last."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, question: Question, length: int = 120) -> Snippet:
    """Return the piece of a text, at most `length` characters and an ellipsis at either cut, that holds most of what was asked for.

    Of pieces that hold as many different terms, it is the first; where nothing is found it is the beginning.
    """
    flat = re.sub(r"\s+", " ", text).strip()
    found = sorted(_found(flat, question))
    start = max(0, _best(found, length) - _BEFORE)
    piece = flat[start : start + length]
    before, after = "…" if start else "", "…" if start + length < len(flat) else ""
    spans = [(begin - start, end - start) for begin, end, _ in found if begin >= start and end <= start + length]
    return Snippet(text=f"{before}{piece}{after}", marks=tuple(_united(spans, len(before))))


def _found(text: str, question: Question) -> Iterator[tuple[int, int, int]]:
    """Yield where in a text the terms stand, each with its number."""
    copy, places = levelled(text), places_of(text)
    terms = [term for group in question.groups for term in group]
    for number, term in enumerate(terms):
        for found in re.finditer(_pattern(term), copy):
            yield places[found.start()], places[found.end() - 1] + 1, number


def _pattern(term: Term) -> str:
    """Return what finds a term in a levelled text: pairs overlap, and between its words may stand what no word has."""
    pieces = [" *".join(map(re.escape, term.words[0])) if term.words[0] > "\u3004" else re.escape(term.words[0])]
    ends = (("(?<![a-z0-9])", term.words[0][0]), ("(?![a-z0-9])", term.words[-1][-1]))
    before, after = (edge if letter.isascii() else "" for edge, letter in ends)
    for one, other in pairwise(term.words):
        overlaps = len(one) == 2 and one[1] == other[0] and one[0] > "\u3004"
        pieces.append(f" *{re.escape(other[1:])}" if overlaps else rf"[\W_]*{re.escape(other)}")
    return before + "".join(pieces) + after


def _best(found: Sequence[tuple[int, int, int]], length: int) -> int:
    """Return where the first mark of the best piece stands."""
    best, place = 0, 0
    most = len({number for _, _, number in found})
    for at, (begin, _, _) in enumerate(found):
        within = takewhile(lambda mark: mark[0] < begin + length - _BEFORE, islice(found, at, None))  # noqa: B023  # used up at once
        terms = {number for _, end, number in within if end <= begin + length - _BEFORE}
        if len(terms) > best:
            best, place = len(terms), begin
        if best == most:
            break
    return place


def _united(spans: Sequence[tuple[int, int]], shift: int) -> Iterator[tuple[int, int]]:
    """Yield the marks, those that touch each other as one."""
    united: list[list[int]] = []
    for begin, end in sorted(spans):
        if united and begin <= united[-1][1]:
            united[-1][1] = max(united[-1][1], end)
        else:
            united.append([begin, end])
    yield from ((begin + shift, end + shift) for begin, end in united)
