"""What is searched for: words as a person types them, and the same as FTS5 understands them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.errors import SiteError
from storage.words import asked_for

_ITEM = re.compile('(?P<minus>[-－])?(?:["“”„「](?P<quoted>[^"“”„「」]*)["“”„」]?|(?P<word>[^\\s"“”„「」|｜]+))|(?P<either>[|｜])')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What must stand in a text as it is: its words side by side; `is_open` says that the last of them may go on."""

    words: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for: of each group a term, and none of `without`."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()


def parse(typed: str) -> Question:
    """Return the question that a person typed; raise `SiteError` where there is nothing to look for.

    Blanks part terms of which all must be there; `OR` or `|` between two says that either will do, `-` before one that it must
    not be there; quotation marks hold words with blanks together.
    """
    groups: list[list[Term]] = []
    without: list[Term] = []
    either = False
    for item in _ITEM.finditer(typed):
        if item["either"] or item["word"] == "OR":
            either = bool(groups)
            continue
        term = _term(item["quoted"] if item["word"] is None else item["word"])
        if term is None:
            continue
        if item["minus"]:
            without.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    if not groups:
        raise SiteError(f"search: found {typed!r}, expected a word to look for")
    return Question(groups=tuple(map(tuple, groups)), without=tuple(without))


def matching(question: Question) -> str:
    """Return the question for the table `search_words`."""
    wanted = " AND ".join(f"({' OR '.join(map(_phrase, group))})" for group in question.groups)
    unwanted = "".join(f" NOT {_phrase(term)}" for term in question.without)
    return f"({wanted}){unwanted}"


def leading(question: Question, grade: int) -> str:
    """Return the question for those reports in the table `search_weights` that are about its most telling group by so much."""
    return " OR ".join(f'"{_telling(term)}{grade}"' for term in _lead(question))


def is_plain(question: Question) -> bool:
    """Say whether `leading` alone decides what is found: one term of one word."""
    terms = [term for group in question.groups for term in group]
    return len(terms) == 1 and len(terms[0].words) == 1 and not question.without


def _term(text: str) -> Term | None:
    words, is_open = asked_for(text)
    return Term(words=tuple(words), is_open=is_open) if words else None


def _phrase(term: Term) -> str:
    # several words stand side by side in the text, not among its characters
    columns = "{title issuer text} : " if len(term.words) > 1 else ""
    return f'{columns}"{" ".join(term.words)}"{" *" if term.is_open else ""}'


def _lead(question: Question) -> Sequence[Term]:
    """Return the group whose shortest term is the longest: there are fewer reports that have it."""
    return max(question.groups, key=lambda group: min(len(term.words) for term in group))


def _telling(term: Term) -> str:
    """Return the word of a term that says most: in 行政复议 that is 政复, which stands nowhere else."""
    whole = term.words[:-1] if term.is_open else term.words
    return whole[len(whole) // 2]
