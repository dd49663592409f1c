"""Servers at the far end of the channels, for tests: an SMTP sink and a gateway, each with the bad manners that it is told to have."""

import json
import socketserver
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Conversation(socketserver.StreamRequestHandler):
    """One SMTP conversation, as far as Django's sender needs it."""

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        try:
            self.converse()
        except OSError:  # the sender hung up
            return

    def converse(self):
        sink = self.server
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "RCPT" and any(address in line for address in sink.refused):
                self.say("550 no such person here")
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take():
                    break
            elif verb == "QUIT":
                self.say("221 bye")
                break
            else:
                self.say("250 ok")

    def take(self):
        """Take a message in; ``False`` when the connection is dropped after it was accepted."""
        sink, lines = self.server, []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        time.sleep(sink.delay)
        sink.accepted.append(message_from_bytes(b"".join(lines)))
        if sink.drops:
            sink.drops -= 1
            return False
        self.say("250 taken")
        return True


class MailSink(socketserver.ThreadingTCPServer):
    """``drops`` conversations end right after the message was accepted; ``delay`` seconds pass before it is; ``refused`` are not here."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.accepted, self.refused, self.drops, self.delay = [], (), 0, 0

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.accepted]


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        gateway, body = self.server, self.rfile.read(int(self.headers["Content-Length"]))
        gateway.asked.append((self.path, dict(self.headers), json.loads(body), body))
        time.sleep(gateway.delay)
        if gateway.drops:
            gateway.drops -= 1
            return self.connection.close()
        self.send_response(gateway.status)
        if gateway.status in (301, 302, 307, 308):
            self.send_header("Location", f"http://127.0.0.1:{gateway.server_port}/elsewhere")
        self.end_headers()
        return None

    do_GET = do_POST

    def log_message(self, *args):
        """Nothing is logged."""


class Gateway(ThreadingHTTPServer):
    """Answers with ``status`` after ``delay`` seconds, or hangs up ``drops`` times once it has read the request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked, self.status, self.delay, self.drops = [], 200, 0, 0

    def handle_error(self, request, client_address):
        """A sender that hung up is no fault of the gateway."""


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def with_a_certificate_of_its_own(gateway, folder):
    """Let the gateway speak TLS with a certificate that nobody has signed."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    gateway.socket = context.wrap_socket(gateway.socket, server_side=True)
    return gateway
