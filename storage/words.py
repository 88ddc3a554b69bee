"""The words that a text is found by: pairs of Chinese characters and whole Latin words, in one width, case and script.

Chinese is printed without blanks, so each two neighbours are a word: 行政复议 is 行政, 政复, 复议, and 议 alone, since the run of
characters ends there. A question is cut the same way; its words must stand side by side, as its characters do. Who changes how
texts are cut adds a migration that makes the index anew: what was cut otherwise is neither found nor taken out.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_GAP = re.compile(f"[ \t]+(?=[{_HAN}])")


@lru_cache(maxsize=4)  # indexing one text needs it three times over
def levelled(text: str) -> str:
    """Return a text in one width, case and script: ２０２３, Ａ and 復議 are 2023, a and 复议."""
    return text.translate(_letters())


def places_of(text: str) -> Sequence[int]:
    """Return of each character of a levelled text the place in the text that it stands for: ㎡ is m2."""
    if len(levelled(text)) == len(text):  # no character is levelled to nothing, so each stands where it stood
        return range(len(text))
    letters = _letters()
    return [place for place, letter in enumerate(text) for _ in letters[ord(letter)]]


@lru_cache(maxsize=4)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in their order."""
    words: list[str] = []
    for run in _runs(text):
        words += _whole(run)
    return tuple(words)


def asked_for(text: str) -> tuple[list[str], bool]:
    """Return the words that stand side by side wherever a text stands, and whether the last may go on: 312件 is in 312件次."""
    *before, last = [*_runs(text)] or [""]
    words = [word for run in before for word in _whole(run)]
    return [*words, *(_whole(last)[: max(1, len(last) - 1)] if last else [])], bool(words) and _is_han(last) and len(last) == 1


@lru_cache(maxsize=4)
def characters_of(text: str) -> Mapping[str, int]:
    """Return the Chinese characters of a text, with how often they stand there."""
    return {letter: count for letter, count in Counter(levelled(text)).items() if _is_han(letter) and letter.isalnum()}


def grades(title: str, issuer: str, words: Sequence[str], characters: Mapping[str, int]) -> Mapping[str, int]:
    """Return the words and characters of a report with their grades: 1 to 7 by their share of the text, 8 in the issuer, 9 in the title."""
    counted = {**Counter(words), **characters}
    grade = {count: _grade(count, len(words)) for count in set(counted.values())}
    graded = {word: grade[count] for word, count in counted.items()}
    for named, highest in ((issuer, 8), (title, 9)):
        graded |= dict.fromkeys([*words_of(named), *characters_of(named)], highest)
    return graded


def _runs(text: str) -> list[str]:
    """Return what stands between blanks and punctuation, levelled, Chinese apart from all else."""
    return _RUN.findall(_GAP.sub(_closed_up, levelled(text)))


def _closed_up(gap: re.Match[str]) -> str:
    """Return nothing for blanks within Chinese, which spread a line out; a new line is another sentence."""
    return "" if _is_han(gap.string[max(0, gap.start() - 1)]) else " "


def _whole(run: str) -> Sequence[str]:
    """Return the words of a run: its pairs and its last character if it is Chinese, else the run itself."""
    return [*map(str.__add__, run, run[1:]), run[-1]] if _is_han(run) else (run,)


def _is_han(run: str) -> bool:
    return run[:1] > "\u3004"  # of what comes after, kana and Hangul are cut into pairs too, which finds them as well


def _grade(count: int, length: int) -> int:
    """Return how dense a word is, doubling from grade to grade; a long text has each word more often, and counts for it as in BM25."""
    return min(7, max(1, count * 24000 // (6000 + 3 * length)).bit_length())


class _Letters(dict[int, str]):
    """What each character is levelled to, one by one, so that a text can be marked where its levelled copy matches."""

    def __missing__(self, letter: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(letter)).casefold()
        self[letter] = "".join(_simplified().get(each, each) for each in folded)
        return self[letter]


@cache
def _letters() -> _Letters:
    return _Letters()


@cache
def _simplified() -> dict[str, str]:
    """Return the simplified form of each traditional character, as OpenCC has it, which takes a tenth of a second to load."""
    rows = files("storage").joinpath("traditional.tsv").read_text(encoding="utf-8").split("\n")[1:]
    return {one: other for row in rows if row for one, other in zip(*row.split("\t"), strict=True)}
