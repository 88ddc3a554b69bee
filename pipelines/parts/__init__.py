"""What belongs to a page and lies at other addresses: further pages, frames, files."""
