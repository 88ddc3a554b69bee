"""What an edit did to a text, paragraph by paragraph and, inside a changed one, character by character."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from storage.hashes import folded

_SIMILAR = 0.5  # half of the pairs of characters in common: still the same paragraph, rewritten
_COMPARABLE = 40_000  # pairs of paragraphs; beyond it a text was replaced and not edited, and comparing takes seconds


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a changed paragraph: in both texts, only in the old or only in the new."""

    change: Literal["unchanged", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the diff; `old` is None for an added one, `new` for a removed one."""

    change: Literal["unchanged", "removed", "added", "changed"]
    old: str | None
    new: str | None

    def marks(self) -> list[Mark]:
        """Return the stretches of which the paragraph is made, in reading order, the removed before the added."""
        if self.old is not None and self.new is not None and self.change == "changed":
            return list(_marks(self.old, self.new))
        change = "unchanged" if self.change == "changed" else self.change
        return [Mark(change, (self.old if self.new is None else self.new) or "")]


def paragraph_diff(old: str, new: str) -> list[Paragraph]:
    """Return the paragraphs of both texts in reading order; white space alone is no change."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, [folded(each) for each in before], [folded(each) for each in after], autojunk=False)
    found: list[Paragraph] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            found += [Paragraph("unchanged", *pair) for pair in zip(before[start:end], after[from_:to], strict=True)]
        else:
            found += _replaced(before[start:end], after[from_:to])
    return found


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if folded(line)]


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Yield what became of a block: what is similar pairs up in order, the rest was removed or added."""
    last_old = last_new = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Paragraph("removed", each, None) for each in old[last_old:left])
        yield from (Paragraph("added", None, each) for each in new[last_new:right])
        if left < len(old):
            yield Paragraph("changed", old[left], new[right])
        last_old, last_new = left + 1, right + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs in order whose similarities, together, are greatest (the longest common subsequence, weighted)."""
    if len(old) * len(new) > _COMPARABLE:
        return []
    left, right = [_bigrams(each) for each in old], [_bigrams(each) for each in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _similarity(left[i], right[j]) + best[i + 1][j + 1])
    return list(_walked(best))


def _walked(best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while best[i][j]:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _bigrams(text: str) -> set[str]:
    whole = folded(text)
    return {whole[at : at + 2] for at in range(max(1, len(whole) - 1))}


def _similarity(left: set[str], right: set[str]) -> float:
    """Return how much two paragraphs share, or 0 where it is too little to call them one."""
    share = 2 * len(left & right) / (len(left) + len(right))
    return share if share >= _SIMILAR else 0.0


def _marks(old: str, new: str) -> Iterator[Mark]:
    for tag, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Mark("unchanged", old[start:end])
            continue
        if end > start:
            yield Mark("removed", old[start:end])
        if to > from_:
            yield Mark("added", new[from_:to])
