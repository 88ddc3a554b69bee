"""Releases: a folder of records that says what it is, what it lacks and what it came from, the same to the byte for the same moment."""
