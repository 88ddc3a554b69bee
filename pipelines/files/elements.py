"""XML elements by their names without namespaces: strict and transitional Office files, and old and new OFD, differ in nothing else."""

from lxml import etree


def name_of(element: etree._Element) -> str:
    """Return the name of an element, '' for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first element of a name in another, None if there is none."""
    return next(iter(children(parent, name)), None)


def children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the elements of a name in another."""
    return [element for element in parent if name_of(element) == name] if parent is not None else []


def value(element: etree._Element | None, name: str) -> str:
    """Return an attribute, '' if there is none."""
    attributes = element.attrib.items() if element is not None else ()
    return next((str(text) for key, text in attributes if str(key).rpartition("}")[2] == name), "")
