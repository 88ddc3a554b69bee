"""Near-duplicates: contents that share most of their text, found when one is stored and kept as relations between contents.

MinHash says whom to compare, and what is kept is the exact share of the two texts. Relations belong to contents, not to
addresses, so that they hold for every address and version that has them.
"""

import json
import struct
import sys
from array import array
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from operator import eq

from rensa import RMinHash
from sqlite_utils import Database

from storage.hashes import folded
from storage.times import written
from storage.writing import insert

THRESHOLD = 0.8  # docs/decisions/0014: what is told apart above and below it
_SHORTEST = 200  # characters; two short notices in set phrases are alike without one being a copy of the other
_SLOTS, _SEED = 128, 1
# two texts at the threshold meet in one of the bands in 98 of 100 cases, from 0.85 on always, unrelated reports once in ten thousand
_BANDS, _ROWS = 32, 4
_NEIGHBOURS = 32  # on either side in a band: a template that thousands of counties fill in would have each compared with all
_MOST = 20  # likeliest candidates of a content: each costs reading and comparing a whole text under the write lock
_LEAST_ESTIMATE = 0.48  # texts at the threshold are estimated at 0.6 and more, with a deviation of 0.04: three below


def similarity(left: str, right: str) -> float:
    """Return the share of three-character pieces that two texts have in common (Dice's coefficient); white space does not count."""
    return _share(_pieces(folded(left)), _pieces(folded(right)))


def sketch(text: str) -> tuple[int, ...]:
    """Return the MinHash of the four-character pieces of a text that is folded already, the same on every machine."""
    pieces = array("Q")
    units = text.encode("utf-16-le")
    for start in (0, 2, 4, 6):  # four characters are a number of 64 bits as they stand: no piece is ever cut out
        pieces.frombytes(units[start : start + (len(units) - start) // 8 * 8])
    if sys.byteorder == "big":
        pieces.byteswap()
    made = RMinHash.digest_matrix_from_flat_token_hashes(pieces, array("Q", [0, len(pieces)]), _SLOTS, _SEED)
    return tuple(made.to_rows()[0])


def relate(database: Database, content: str, at: datetime) -> None:
    """Write which contents a stored content is a near-duplicate of, given its content hash; once is enough for each content."""
    if next(database.query("select exists (select 1 from sketches where content_hash = ?) as known", [content]))["known"]:
        return
    text = _text(database, content)
    if len(text) < _SHORTEST:
        return
    made = sketch(text)
    bands = list(_bands(made))
    _write_relations(database, content, text, _candidates(database, content, made, bands), at)
    insert(database, "sketches", {"content_hash": content, "sketch": struct.pack(f">{_SLOTS}I", *made)})
    database.conn.executemany("insert or ignore into bands (band, content_hash) values (?, ?)", [(band, content) for band in bands])


def _text(database: Database, content: str) -> str:
    sql = "select c.text from versions v join contents c using (text_hash) where v.content_hash = ? limit 1"
    return next((folded(row["text"]) for row in database.query(sql, [content])), "")


def _write_relations(database: Database, content: str, text: str, others: Sequence[str], at: datetime) -> None:
    pieces = _pieces(text) if others else set()
    for other in others:
        theirs = _text(database, other)
        if _most_share(len(pieces), len(theirs.encode("utf-16-le")) // 2) < THRESHOLD:
            continue
        share = _share(pieces, _pieces(theirs))
        if share >= THRESHOLD:
            pairs = [(*pair, round(share, 4), written(at)) for pair in ((content, other), (other, content))]
            # once found, a relation stays: it is as old as when it was found
            database.conn.executemany(
                "insert or ignore into similarities (content_hash, other_hash, similarity, at) values (?, ?, ?, ?)", pairs
            )


def _candidates(database: Database, content: str, made: Sequence[int], bands: Sequence[int]) -> list[str]:
    """Return the contents that are likeliest to be near-duplicates, the likeliest first."""
    # one question for all bands: in most a content is alone
    shared = f"select distinct band from bands where band in ({', '.join('?' * len(bands))})"  # noqa: S608  # our own question marks
    met = {other for (band,) in database.execute(shared, bands) for other in _neighbours(database, band, content)}
    estimates = dict(_estimates(database, met, made))
    likely = [other for other in met if estimates[other] >= _LEAST_ESTIMATE]
    return sorted(likely, key=lambda other: (-estimates[other], other))[:_MOST]


def _neighbours(database: Database, band: int, content: str) -> Iterator[str]:
    """Yield the contents of a band that stand nearest by their hashes: in a crowd each has others, and no one has all."""
    after = "select content_hash from bands where band = ? and content_hash > ? order by content_hash limit ?"
    before = "select content_hash from bands where band = ? and content_hash < ? order by content_hash desc limit ?"
    for sql in (after, before):
        yield from (found for (found,) in database.execute(sql, [band, content, _NEIGHBOURS]))


def _estimates(database: Database, others: Collection[str], made: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Yield of other contents what share their sketches have in common with this one's."""
    sql = "select content_hash, sketch from sketches where content_hash in (select value from json_each(?))"
    for other, packed in database.execute(sql, [json.dumps([*others])]) if others else ():
        yield other, sum(map(eq, made, struct.unpack(f">{_SLOTS}I", packed))) / _SLOTS


def _bands(made: Sequence[int]) -> Iterator[int]:
    """Yield a number for each band, made of its place and its part of the sketch."""
    for band in range(_BANDS):
        part = struct.pack(f">B{_ROWS}I", band, *made[band * _ROWS : (band + 1) * _ROWS])
        yield int.from_bytes(sha256(part).digest()[:8], signed=True)


def _pieces(whole: str) -> set[int]:
    """Return the pieces of a text as numbers of 48 bits, ten times as fast as cutting them out; a rare character counts as two."""
    units = whole.encode("utf-16-le")
    count = max(0, len(units) // 2 - 2)
    numbers = bytearray(8 * count)
    for place in range(6):  # every piece's first byte, then every one's second, and so on: no piece is ever looked at by itself
        numbers[place::8] = units[place : place + 2 * count : 2]
    return set(memoryview(numbers).cast("Q"))


def _most_share(pieces: int, length: int) -> float:
    """Return the share that so many pieces have at most in common with a text that has no more pieces than these."""
    return 2 * length / (pieces + length)


def _share(left: set[int], right: set[int]) -> float:
    return 2 * len(left & right) / ((len(left) + len(right)) or 1)
