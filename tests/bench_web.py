"""A web for the bench: reports of real size and small sections, served by a process of its own: `python -m tests.bench_web`.

Sixty to a hundred and fifty kilobytes a page, as on real government sites: the report is a tenth of it, the rest are menus, scripts, styles
and the markup of a word processor. It answers on every address of loopback, so that one web is as many hosts as are asked for.
"""

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from random import Random
from typing import Self

from crawler.demo.content import report_blocks, text_of
from crawler.demo.markup import UEDITOR, WORD, body_html
from crawler.demo.prose import dice

REPORTS, SECTIONS = 400, 500
_IN_A_SECTION = 3  # reports of a small section
_A_PAGE = 20  # rows of a list page
_WORDS = "政务公开 机构职能 领导信息 规划计划 财政预算 行政执法 双随机 人事信息 统计数据 政策解读 回应关切 互动交流 办事服务 专题专栏 法治建设".split()
_ORGANS = ("人民政府", "司法局", "财政局", "民政局", "审计局", "水务局", "教育局", "统计局", "商务局", "白莲镇人民政府", "镕湖街道办事处")
_SIZES = (60, 70, 80, 85, 90, 95, 100, 110, 125, 150)  # KB, in turn
_CHANGED = "Thu, 02 Apr 2026 02:00:00 GMT"


class BenchWeb:
    """The web while the `with` block lasts; `asked` and `sent` are what was asked of it and what it sent since `forget`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([sys.executable, "-m", "tests.bench_web"], stdout=subprocess.PIPE, encoding="ascii")
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def address(self, path: str, host: int = 1) -> str:
        """Return an address of the web; it is the same one under every number of a host."""
        return f"http://127.0.0.{host}:{self.port}{path}"

    def forget(self) -> None:
        """Begin to count anew."""
        self._told("/-/forget")

    def told(self) -> "Told":
        """Return what was asked and sent since it was told to forget."""
        return Told(**json.loads(self._told("/-/told")))

    def _told(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address(path)) as answer:  # noqa: S310  # our own server on loopback
            found: bytes = answer.read()
            return found
