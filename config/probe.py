"""Asks the web server of this container for its health as the proxy would; the container's check. Nothing but the standard library."""

import os
import sys
from http.client import HTTPConnection, HTTPException

PORT = int(os.environ.get("PORT") or 8000)
HOST = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")


def status():
    """The status that the server answers with, 0 when it does not answer."""
    server = HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        server.request("GET", "/healthz/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        return server.getresponse().status
    except (OSError, HTTPException):
        return 0


if __name__ == "__main__":
    sys.exit(status() != 200)
