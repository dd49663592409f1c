"""Reading a file in blocks and at places, never whole, and how much of it is read at all."""

BLOCK = 64 * 1024
MIB = 1024 * 1024
MAX_UNPACKED = 200 * MIB
MAX_PIECES = 10_000  # of a picture or a PDF: each piece costs a read, and a hostile file holds millions


def blocks_of(file, *, start=0, length=BLOCK):
    file.seek(start)
    while block := file.read(length):
        yield block


def at(file, offset, length):
    """Exactly these bytes."""
    file.seek(offset)
    read = file.read(length)
    if len(read) != length:
        raise EOFError
    return read
