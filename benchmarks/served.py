"""How many pages of the ledger two gunicorn workers hand out in a second, beside a bare list of fifty rows in the same run.

    .venv/bin/python benchmarks/served.py [--matters 10000] [--seconds 5] [--rounds 5]

Both are served by the same command on the same private PostgreSQL; four connections that stay open ask for one and for the other in
turn. The ledger is asked for by the liaison of a department, as she opens it; the bare list (benchmarks/bare.py) has a session and one query.
Client and servers share the machine, so the figures count beside each other only.

The last line is ``ratio=``: pages of the ledger by bare pages in a second, medians over the rounds.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.durable import VERSION  # isort: skip (it sets Django up)

from django.conf import settings
from django.test import Client

from benchmarks.mass import Mass

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, WORKERS = 4, 2
WHO = "agriculture_liaison"


@contextmanager
def served(application):
    """The port at which gunicorn serves an application."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", str(WORKERS),
               "--threads", "4", "--log-level", "warning"]  # fmt: skip
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"ALLOWED_HOSTS": "127.0.0.1"})
    try:
        _until_it_answers(port)
        yield port
    finally:
        running.terminate()
        running.wait()


def _until_it_answers(port):
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not come up.")


def asked(port, path, cookie, until):
    """How many pages one connection gets until then; every one must be whole."""
    connection, found = HTTPConnection("127.0.0.1", port), 0
    while time.monotonic() < until:
        connection.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or content.count(b"<tr") < 50:
            raise RuntimeError(f"{path}: {answer.status}, {content.count(b'<tr')} rows")
        found += 1
    return found


def a_second(port, path, cookie, seconds):
    """Pages a second over all connections."""
    start = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts = [pool.submit(asked, port, path, cookie, start + seconds) for _ in range(CONNECTIONS)]
        return sum(count.result() for count in counts) / (time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matters", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    mass = Mass(options.matters)
    mass.grow_to(options.matters)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(mass.city.people[WHO], backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    rates = {"ledger": [], "bare": []}
    with served("config.wsgi:application") as ours, served("benchmarks.bare:application") as bare:
        pages = {"ledger": (ours, "/ledger/?table=matters"), "bare": (bare, "/")}
        for turn in range(options.rounds + 1):
            for name, (port, path) in pages.items():
                rate = a_second(port, path, cookie, options.seconds)
                if turn:  # the first is to warm up
                    rates[name].append(rate)
                    print(f"{name:8} {rate:7.1f} pages a second", flush=True)
    print(
        f"{VERSION}: {mass.size} matters, ledger {median(rates['ledger']):.1f}, bare {median(rates['bare']):.1f} pages a second"
    )
    print(f"ratio={median(rates['ledger']) / median(rates['bare']):.2f}")


if __name__ == "__main__":
    main()
