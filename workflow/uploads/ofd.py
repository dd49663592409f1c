"""OFD, the national format of fixed pages: a package whose root is an OFD element."""

from workflow.uploads.packages import elements_in, opened
from workflow.uploads.refusals import must


def check_ofd(file, size, title, extension):
    with opened(file, size, title, extension) as archive:
        must("OFD.xml" in archive.namelist(), title, extension)
        must(elements_in(archive, "OFD.xml")[0][0] == "OFD", title, extension)
