"""What differs from one request to the next: banner date, view counter, token."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request to one site, by number: its banner date, its counter and its token occur in no other."""

    number: int

    @property
    def banner(self) -> str:
        """A date line that is a day on with every request, so that nothing can hang on it."""
        day = date(2026, 1, 1) + timedelta(days=self.number)
        weekday = "一二三四五六日"[day.weekday()]
        return f"今天是{day.year}年{day.month}月{day.day}日 星期{weekday}"

    @property
    def hits(self) -> int:
        """What a view counter shows."""
        return 1000 + self.number

    @property
    def token(self) -> str:
        """What a script carries against forged forms."""
        return sha256(f"token {self.number}".encode()).hexdigest()[:24]
