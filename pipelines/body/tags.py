"""Elements by what a browser does with their text."""


def tags(names: str) -> frozenset[str]:
    """Return the names of elements that stand in a text, separated by white space."""
    return frozenset(names.split())


BLOCKS = tags(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
    frameset h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr
    ucapcontent ul"""
)
# parts of a body, never a whole one
PARTS = tags("p h1 h2 h3 h4 h5 h6 li ul ol dl dt dd a tr tbody table blockquote center")
# no text of the page: programs, styles, form fields, films, the header that Kaipu marks up, and the settings Word leaves in <xml>
UNSEEN = tags(
    """applet audio button canvas datalist embed frame head iframe img input math noframes noscript object optgroup option param
    progress publishtime script select source style svg template textarea title ucaptitle video xml"""
)
MEDIA = tags("audio embed frame iframe img object video")
# those whose start and end tags people write in pairs; rows, cells, items and paragraphs often lack their ends
PAIRED = tags(
    """a abbr article aside b big blockquote center code del div dl em fieldset font form i ins label main nav ol s section small
    span strike strong sub sup table tt u ul"""
)
