"""Debian's Chromium for tests: driven by its own chromedriver, watched for errors, and kept from every host but this machine.

`GOVREPORTS_BROWSER=required` (set by `.ci/run`) makes a test fail that finds no browser; elsewhere it is skipped.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.loopback import LoopbackHandler, LoopbackWeb

# as root and in a container there is no sandbox of Chromium's own; whatever would ask its maker for news is off
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
)  # fmt: skip
# no page of its own at the start, which would ask a search engine; and links are looked up ahead, as everywhere but in Debian
_PREFERENCES = {"session.restore_on_startup": 4, "session.startup_urls": ["about:blank"], "net.network_prediction_options": 0}
_IS_REQUIRED = os.environ.get("GOVREPORTS_BROWSER") == "required"  # asked here: the tests' own environment has no such settings


class Canary(LoopbackWeb):
    """A server that nobody has business with: `heard` is every connection that is opened to it, and what it was asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._news = Condition()

    def hear(self, what: str) -> None:
        """Keep what was asked."""
        with self._news:
            self.heard.append(what)
            self._news.notify_all()

    def listen(self, wanted: Collection[str], patience: float) -> Collection[str]:
        """Wait until all that is wanted was asked for, or for so many seconds, and return what is still missing."""
        with self._news:
            self._news.wait_for(lambda: not self._missing(wanted), patience)
            return self._missing(wanted)

    def _missing(self, wanted: Collection[str]) -> Collection[str]:
        return set(wanted) - {each.rpartition("/")[2] for each in self.heard}


class _Handler(LoopbackHandler[Canary]):
    def setup(self) -> None:
        self.web.hear("connection")
        super().setup()

    def do_GET(self) -> None:  # noqa: N802  # the name that http.server gives it
        self.web.hear(self.path)
        self.send_response(204)
        self.end_headers()

    do_POST = do_HEAD = do_CONNECT = do_OPTIONS = do_GET  # noqa: N815  # likewise


Canary.handler = _Handler


class Browser:
    """A browser at one page; `outside` is the canary that takes what it would ask of any other machine."""

    def __init__(self, driver: Chrome, outside: Canary) -> None:
        self.driver = driver
        self.outside = outside
        self._width = 0

    def resize(self, width: int) -> None:
        """Show pages as on a screen so many pixels wide: below 500 a telephone's."""
        self._width = width
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def open(self, address: str) -> None:
        """Load a page and wait until all of it is there."""
        self.driver.get(address)

    def find(self, selector: str) -> WebElement:
        """Return the first element of a CSS selector; raise if there is none."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """Return what the elements of a CSS selector show."""
        return [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def follow(self, selector: str) -> str:
        """Press a link or button, wait for the page it leads to, and return the path and query of that."""
        before = self.find("html")
        self.find(selector).click()
        WebDriverWait(self.driver, 10).until(lambda _: self._has_left(before))
        return self.path

    @property
    def path(self) -> str:
        """Path and query of the page."""
        parts = urlsplit(self.driver.current_url)
        return parts._replace(scheme="", netloc="").geturl()

    def overflow(self) -> int:
        """Return how many pixels the page is wider than the screen."""
        # not against innerWidth: a telephone zooms out until a page that is too wide fits
        return int(self.driver.execute_script("return document.documentElement.scrollWidth")) - self._width

    def complaints(self) -> list[str]:
        """Return what the console was told since this was last asked: faults of scripts, refused and failed loads."""
        return [entry["message"] for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that pages asked for since this was last asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def _log(self, kind: str) -> list[dict[str, Any]]:
        return list(self.driver.get_log(kind))  # type: ignore[no-untyped-call]  # Selenium's own

    def _has_left(self, page: WebElement) -> bool:
        is_loaded = self.driver.execute_script("return document.readyState") == "complete"
        return bool(is_loaded and self.find("html") != page)


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Give a browser with an empty profile; skip the test where none is installed and none is required."""
    browser, driver_path = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver_path:
        _give_up("found no chromium with its chromedriver, expected Debian's packages chromium and chromium-driver")
    with Canary() as outside:
        options = ChromeOptions()
        options.binary_location = browser
        # loopback is asked directly, whatever else through the canary: it hears what a page asks of any other machine
        for flag in (*_FLAGS, f"--user-data-dir={profile}", f"--proxy-server={outside.base}"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", _PREFERENCES)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = Chrome(options=options, service=ChromeService(driver_path))
        try:
            yield Browser(driver, outside)
        finally:
            driver.quit()


def _give_up(why: str) -> NoReturn:
    if _IS_REQUIRED:
        pytest.fail(why)
    pytest.skip(why)
