"""The text of files, and when it is the text of the report itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from crawler.model import Attachment, Part, PartLink
from pipelines.body.furniture import is_header, kinds
from pipelines.body.prose import bare
from pipelines.files.reading import read_file
from storage.hashes import page_hash

MOST_FILES = 20  # reports have one to three; a page that links more is a directory of forms
# what holds no report, or nothing that is read: pictures, films, and archives other than ZIP
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|svg|mp4|mp3|flv|swf)$", re.IGNORECASE)
_CLOSED = re.compile(r"\.(?:rar|7z|tar|gz|exe)$", re.IGNORECASE)
_LABEL = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*|点击|此处|这里|下\s*载|查\s*看|在线|预览|浏览|阅读|全文|文件|[\W\d_]+")
_POINTS = re.compile(r"附\s*件|下载|详见|如下|查看|点击|予以公[布开]|现.{0,60}(?:公[布开示]|发布)|全文|预览|PDF", re.IGNORECASE)
_SHEETS = ("xls", "xlsx", "et", "csv")


def wanted_files(attachments: Sequence[Attachment]) -> tuple[tuple[PartLink, ...], tuple[str, ...]]:
    """Return which files are to be fetched, and warnings that name those that are not."""
    named = {each.url: each for each in attachments if urlsplit(each.url).scheme in ("http", "https", "")}
    closed = [each for each in named.values() if _is(each, _CLOSED)]
    open_ones = [each for each in named.values() if not _is(each, _CLOSED) and not _is(each, _PICTURE)]
    warnings = [f"the file {each.name!r} is of a kind that is not read" for each in closed]
    if len(open_ones) > MOST_FILES:
        warnings.append(f"the page links to {len(open_ones)} files, of which the first {MOST_FILES} were asked for")
    return tuple(PartLink(role="file", url=each.url, name=each.name) for each in open_ones[:MOST_FILES]), tuple(warnings)


def with_texts(attachments: Iterable[Attachment], parts: Mapping[str, Part]) -> Iterator[tuple[Attachment, tuple[str, ...]]]:
    """Give every attachment with hash, type and text where its file is among the parts, and what a reader should know of it."""
    for each in attachments:
        part = parts.get(each.url)
        if part is None or part.body is None:
            yield each, ()
            continue
        name = each.name if re.search(r"\.\w{2,4}$", each.name) else urlsplit(each.url).path.rpartition("/")[2] or each.name
        found = read_file(part.body, name)
        yield replace(each, hash=page_hash(part.body), type=found.type, text=found.text), found.warnings


def own_words(lines: Sequence[str], title: str, attachments: Sequence[Attachment]) -> str:
    """Return what a page says besides its title, its header and the names of its files."""
    names = sorted(
        {each.name for each in attachments} | {re.sub(r"\.\w{2,4}$", "", each.name) for each in attachments}, key=len, reverse=True
    )
    own = [line for line in lines if not kinds(line) and not is_header(line) and bare(line) not in bare(title)]
    for name in filter(None, names):
        own = [line.replace(name, "") for line in own]
    return "\n".join(line for line in own if _LABEL.sub("", line))


def is_pointer(words: str) -> bool:
    """Say whether the words of a page only point to its files."""
    said = len(_LABEL.sub("", words))
    return said < 12 or (len(words) < 150 and _POINTS.search(words) is not None)


def body_among(attachments: Sequence[Attachment], title: str, words: str, shown: Sequence[str]) -> Attachment | None:
    """Return the attachment that is the report, of a page that says only `words`; `shown` are the addresses that it has a viewer for."""
    least = max(100, 2 * len(words))
    long = [each for each in attachments if each.text and len(each.text) >= least]
    return max(long, key=partial(_fitness, title=title, shown=shown), default=None)


def likeness(one: str, other: str) -> float:
    """Return how many of the pairs of characters of the shorter of two titles are in the longer."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def _fitness(attachment: Attachment, *, title: str, shown: Sequence[str]) -> tuple[bool, bool, float]:
    name = re.sub(r"\.\w{2,4}$", "", attachment.name)
    return attachment.url in shown, attachment.type not in _SHEETS, likeness(name, title)


def _is(attachment: Attachment, kind: re.Pattern[str]) -> bool:
    return any(kind.search(words) for words in (attachment.name, urlsplit(attachment.url).path, urlsplit(attachment.url).query))
