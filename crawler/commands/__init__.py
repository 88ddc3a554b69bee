"""The commands, a module a subject; each is short and leaves the work to the folders that do it."""
