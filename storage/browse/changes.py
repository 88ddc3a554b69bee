"""What differs between two versions: fields, attachments, and the text with what stayed folded away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from crawler.model import Attachment
from storage.browse.words import printed
from storage.diff import Mark, Paragraph, paragraph_diff
from storage.versions import Version

_AROUND = 1  # paragraphs that stay in sight before and after a change, so that a reader knows where they are


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that reads otherwise in the new version; None where a version lacks it."""

    name: str
    old: str | None
    new: str | None

    @property
    def marks(self) -> list[Mark]:
        """The stretches of which both values are made; of times and addresses, which nobody edits by the character, one each."""
        if self.name in ("published_at", "url"):
            old, new = (printed(each) if self.name == "published_at" else each for each in (self.old, self.new))
            return [*([Mark("removed", old)] if old else []), *([Mark("added", new)] if new else [])]
        return Paragraph(_kind(self.old, self.new), self.old, self.new).marks()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """An attachment that came, went or was replaced by another file of its name; `stretches` are those of its text."""

    old: Attachment | None
    new: Attachment | None
    stretches: Sequence["Stretch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Paragraphs that follow each other; those that are folded away stayed the same."""

    is_folded: bool
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two versions; `counts` says how many paragraphs were changed, added and removed."""

    old: Version
    new: Version
    fields: Sequence[FieldChange]
    files: Sequence[FileChange]
    stretches: Sequence[Stretch]
    counts: dict[str, int]


def changes(old: Version, new: Version) -> Changes:
    """Return what differs between two versions, of one report or of two."""
    compared = paragraph_diff(old.text, new.text)
    return Changes(
        old=old,
        new=new,
        fields=list(_fields(old, new)),
        files=list(_files(old.attachments, new.attachments)),
        stretches=stretches(compared),
        counts={kind: sum(each.change == kind for each in compared) for kind in ("changed", "added", "removed")},
    )


def stretches(paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """Return the paragraphs in stretches: in sight what changed and what stands around it, the rest folded."""
    changed = [place for place, each in enumerate(paragraphs) if each.change != "unchanged"]
    seen = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    # a single paragraph takes less room than the words that it is folded
    seen |= {place for place in range(len(paragraphs)) if {place - 1, place + 1} <= seen}
    grouped = groupby(range(len(paragraphs)), key=seen.__contains__)
    return [Stretch(is_folded=not is_seen, paragraphs=[paragraphs[place] for place in places]) for is_seen, places in grouped]


def _kind(old: str | None, new: str | None) -> Literal["changed", "added", "removed"]:
    return "changed" if old is not None and new is not None else "added" if old is None else "removed"


def _fields(old: Version, new: Version) -> Iterator[FieldChange]:
    for name in ("url", "title", "published_at", "source"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldChange(name=name, old=before, new=after)


def _files(old: Iterable[Attachment], new: Iterable[Attachment]) -> Iterator[FileChange]:
    """Yield the attachments that differ, told apart by name as a version tells them, in the order of the new version."""
    before, after = {each.name: each for each in old}, {each.name: each for each in new}
    for name in [*after, *(name for name in before if name not in after)]:
        left, right = before.get(name), after.get(name)
        is_same = left and right and (left.hash == right.hash or None in (left.hash, right.hash))
        if not is_same:
            yield FileChange(old=left, new=right, stretches=_texts(left, right))


def _texts(old: Attachment | None, new: Attachment | None) -> list[Stretch]:
    if old is None or new is None or old.text is None or new.text is None:
        return []
    return stretches(paragraph_diff(old.text, new.text))
