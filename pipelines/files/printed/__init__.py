"""Files that say where each character is printed: PDF and OFD."""
