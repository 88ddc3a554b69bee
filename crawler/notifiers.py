"""Chats, mail and webhooks that messages are sent to: the one door to Apprise, which knows some hundred and thirty kinds."""

import logging
import threading
import warnings
from collections.abc import Sequence

from apprise import Apprise, AppriseAsset, NotifyFormat

from crawler.errors import SiteError

_PATIENCE = 20.0  # seconds for all notifiers together; a crawl's news can wait for the next run


class Notifiers:
    """Where messages go, by Apprise addresses; what is secret in these is never written anywhere."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Raise `SiteError` for an address that Apprise does not know."""
        _silence_libraries()
        # sequential and without Apprise's own deadlines, so that it stays in our thread: its pool's threads would hold up our end
        self._asset = AppriseAsset(async_mode=False, service_timeout=0, app_id="govreports", app_desc="govreports", app_url="")
        self._services = [self._service(number, address) for number, address in enumerate(addresses, start=1)]

    def send(self, title: str, body: str, patience: float = _PATIENCE) -> list[str]:
        """Send one message to each and return what went wrong, a line each; wait no longer than so many seconds for all."""
        taken: dict[int, bool] = {}
        threads = [threading.Thread(target=self._send, args=(number, title, body, taken), daemon=True) for number in range(len(self))]
        for thread in threads:
            thread.start()
        for thread in threads:  # one after the other, but all are under way
            thread.join(patience / len(threads))
        return [f"notifier {number + 1}: {_reason(taken.get(number))}" for number in range(len(self)) if not taken.get(number)]

    def __len__(self) -> int:
        return len(self._services)

    def _service(self, number: int, address: str) -> Apprise:
        service = Apprise(asset=self._asset)
        # the first one loads every kind there is, and some of these warn of libraries that Python will lose
        with warnings.catch_warnings(action="ignore"):
            is_known = service.add(address)
        if not is_known:
            raise SiteError(f"--notify: found no address that Apprise knows as number {number}, expected one such as 'json://host/path'")
        return service

    def _send(self, number: int, title: str, body: str, taken: dict[int, bool]) -> None:
        taken[number] = bool(self._services[number].notify(title=title, body=body, body_format=NotifyFormat.TEXT))


def _reason(is_taken: bool | None) -> str:
    return "found no answer in time" if is_taken is None else "found the message refused"


def _silence_libraries() -> None:
    """Keep libraries from logging addresses, in which tokens and passwords stand."""
    for name in ("apprise", "requests", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 2)  # above Apprise's own DEPRECATE
