"""The embedded web: five bureau sites on loopback with pages of our own writing, for `demo` and for tests."""

from crawler.demo.web import DemoWeb

__all__ = ["DemoWeb"]
