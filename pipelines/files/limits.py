"""How much of a file is read before it is given up: what no report needs, and what a hostile file would take."""

MAX_BYTES = 32 * 1024 * 1024  # what the crawl downloads at most; the longest reports with pictures take a tenth
MAX_PAGES = 1000  # a yearbook of all departments has some hundreds, a report thirty
MAX_CHARACTERS = 5_000_000  # four times the four classical novels' longest; a report has ten thousand
MAX_ROWS = 200_000  # of all sheets of a workbook: a register of licences has some ten thousand
MAX_MEMBERS = 500  # files in an archive that are read; a city's collection of its departments' reports has some sixty
MAX_ENTRIES = 10_000  # entries of a ZIP container, pictures and folders included
MAX_UNPACKED = 256 * 1024 * 1024  # a container that unpacks to more than eight times the largest download is a bomb
MAX_DEPTH = 3  # archives in archives: a province's holds its cities', those hold their bureaus'
SECONDS = 90.0  # a thousand pages take fifteen of an idle processor; a reader that takes longer is in a loop
MEMORY = 1536 * 1024 * 1024  # address space of the reading process: libraries take a fifth, the largest file some hundreds of MB
