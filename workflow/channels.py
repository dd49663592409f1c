"""The only place that knows the ways out of the house (渠道): which are configured, how one reaches a person, how a message leaves.

What leaves says that so much waits, and where to sign in: no title, no name, no matter.
"""

import hashlib
import hmac
import json
import smtplib
from contextlib import closing, suppress
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.core import mail

from workflow import clocks
from workflow.models import Channel

SUBJECT = "待办提醒"


def configured():
    """The channels of this installation; only they get messages."""
    return [
        channel
        for channel, is_there in ((Channel.MAIL, settings.EMAIL_HOST), (Channel.WEBHOOK, settings.WEBHOOK_URL))
        if is_there
    ]


def address_of(person, preference, channel):
    """Where a channel reaches the person; empty if nowhere."""
    return person.email if channel == Channel.MAIL else preference.gateway_id


def text(count):
    return f"您有{count}件待办，请登录系统查看"


class Mail:
    """Mail by SMTP: one connection for many messages, a new one after a fault."""

    lacking = "收件人未登记邮箱"

    def __init__(self):
        self.connection = mail.get_connection()

    def send(self, digest, address, count):
        words = f"{text(count)}：{settings.PUBLIC_URL}" if settings.PUBLIC_URL else f"{text(count)}。"
        stable = {"Message-ID": f"<{digest}@outbox>"}
        message = mail.EmailMessage(SUBJECT, words, to=[address], headers=stable, connection=self.connection)
        try:
            self.connection.open()
            message.send()
        except Exception:
            self.close()  # what a broken conversation left behind must not spoil the next
            raise

    def close(self):
        with suppress(OSError, smtplib.SMTPException):
            self.connection.close()


class Straight(HTTPRedirectHandler):
    """No redirect is followed: what is signed for one address is for nobody else."""

    def redirect_request(self, *args, **kwargs):
        return None


class Webhook:
    """A signed POST to the customer's own gateway, which passes it on as an SMS or to 政务微信."""

    lacking = "收件人未登记手机号或者政务微信账号"

    def __init__(self):
        self.opener = build_opener(ProxyHandler({}), HTTPSHandler(), Straight())  # certificates are verified

    def send(self, digest, address, count):
        said = {"id": str(digest), "to": address, "count": count, "text": text(count), "link": settings.PUBLIC_URL}
        body = json.dumps(said, ensure_ascii=False).encode()
        request = Request(settings.WEBHOOK_URL, body, signed(body, str(digest)), method="POST")
        with closing(self.opener.open(request, timeout=settings.WEBHOOK_TIMEOUT)) as answer:
            answer.read(1024)

    def close(self):
        self.opener.close()


def signed(body, digest):
    """The headers of a request: the signature is HMAC-SHA256 over the second of sending, a full stop and the body."""
    second = str(int(clocks.real_seconds()))
    seal = hmac.new(settings.WEBHOOK_SECRET.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": digest,
        "X-Timestamp": second, "X-Signature": f"sha256={seal}",
    }  # fmt: skip


def fault_words(error):
    """What went wrong, for the administrator: never what the other side wrote."""
    if isinstance(error, HTTPError):
        return f"发送失败（HTTP {error.code}）"
    cause = getattr(error, "reason", None)  # urllib wraps what kept it from asking
    return f"发送失败（{type(cause if isinstance(cause, Exception) else error).__name__}）"


ROUTES = {Channel.MAIL: Mail, Channel.WEBHOOK: Webhook}


class Routes:
    """The ways out, each opened when it is first needed and closed at the end of the block."""

    def __enter__(self):
        self.opened = {}
        return self

    def send(self, channel, *args):
        if channel not in self.opened:
            self.opened[channel] = ROUTES[channel]()
        self.opened[channel].send(*args)

    def __exit__(self, *fault):
        for route in self.opened.values():
            route.close()
