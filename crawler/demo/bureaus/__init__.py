"""The five sites of the embedded web, one module a platform."""
