"""Names of files and folders that are valid on Linux, macOS and Windows, and cannot lead out of their folder."""

import re
import unicodedata

# names of devices on Windows, whatever comes after a dot
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)
_DEVICE = re.compile("con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)


def safe_name(text: str, most: int = 110) -> str:
    """Return the letters and digits of a text with hyphens for all else, at most so many bytes; empty where it has none.

    36 characters of Chinese leave room for a year, a hash and a version: file systems allow 143 to 255 bytes.
    """
    words = re.sub(r"\W+", "-", unicodedata.normalize("NFC", text)).strip("-")
    name = words.encode(errors="ignore")[:most].decode(errors="ignore").rstrip("-")
    return f"{name}-" if _DEVICE.fullmatch(name) else name


def same_file(name: str) -> str:
    """Return what names have in common that are one file to macOS or Windows, which level case and composition."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
