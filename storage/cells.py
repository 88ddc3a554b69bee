"""Values as cells of CSV that no spreadsheet runs."""

import json
import unicodedata


def inert(value: object) -> object:
    """Return a value as a cell of CSV that no spreadsheet runs, a list as JSON."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "'" + value if isinstance(value, str) and _is_run(value) else value


def _is_run(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula.

    Some pass over blanks and what cannot be seen before the sign, and Chinese editions take full-width signs for the narrow ones.
    """
    if text.startswith(("\t", "\r", "\n")):  # a tab or a line end may begin another cell
        return True
    first = next((letter for letter in text if not _is_unseen(letter)), "")
    return unicodedata.normalize("NFKC", first).startswith(("=", "+", "-", "@"))


def _is_unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Mn")
