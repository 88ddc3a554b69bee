"""The archive as a web site for people: Datasette with pages of our own."""
