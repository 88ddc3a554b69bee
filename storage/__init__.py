"""One SQLite file, and the doors to it."""
