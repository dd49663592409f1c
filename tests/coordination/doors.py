"""The ways in which a test takes a step. Each driver is the same function; the cells are tried with every driver."""

from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.urls import reverse

from tests.length import LONG
from workflow.door import Barred, Moved, NotPermitted, advance, open_record
from workflow.steps import declaration_of, steps_of

DONE, FORBIDDEN, BARRED, MOVED, HIDDEN = "done", "not permitted", "barred", "moved", "hidden"
REASON = "测试理由：按程序办理。"


@dataclass(frozen=True)
class Answer:
    """What came of one attempt: one of the words above, the record as it is then, and the refusal."""

    word: str
    record: object = None
    said: str = ""


def through_the_door(model, step, *, actor, act_id, record=None, dossier=None, **fields):
    """Try a step on ``record``, or a birth when there is none."""
    taken = steps_of(model)[step]
    try:
        if record is None:
            return Answer(
                DONE, open_record(model, taken, actor=actor, dossier=dossier, act_id=act_id, note=REASON, **fields)
            )
        return Answer(DONE, advance(record, taken, actor=actor, act_id=act_id, note=REASON, **fields))
    except NotPermitted as refusal:
        return Answer(FORBIDDEN, said=str(refusal))
    except Barred as refusal:
        return Answer(BARRED, said=str(refusal))
    except Moved as refusal:
        return Answer(MOVED, said=str(refusal))
    except model.DoesNotExist as refusal:
        return Answer(HIDDEN, said=str(refusal))


BIRTHS_BESIDE = {("UnitSupportRequest", "found")}  # steps whose page is that of the birth that they go with
ANSWERS = {302: DONE, 403: FORBIDDEN, 404: HIDDEN, 409: MOVED, 422: BARRED}


class ThroughHttp:
    """Try a step by posting the form of its page, signed in as the actor. A birth has its own page and form; it takes the door.

    Who is refused is tried in turn, each at every 24th cell: the door tries everybody at every cell, and the walk of the addresses
    everybody at every page. The long run tries everybody.
    """

    __name__ = "through_http"
    every = 1 if LONG else 24
    journals = True  # a refusal over HTTP is a line in the journal

    def __init__(self):
        self.clients = {}

    def __call__(self, model, step, *, actor, act_id, record=None, dossier=None, **fields):
        if record is None or (model.__name__, step) in BIRTHS_BESIDE:
            return through_the_door(model, step, actor=actor, act_id=act_id, record=record, dossier=dossier, **fields)
        declaration = declaration_of(steps_of(model)[step], record.state)
        signs = declaration.signs if declaration else ""
        shown = getattr(record, signs) if signs else ""
        said = {"act_id": act_id, "version": record.version, "shown": shown, "note": REASON} | {
            name: posted(value) for name, value in fields.items() if value not in (False, None)
        }
        address = reverse(f"{model._meta.model_name}_step", args=[record.public_id, step])
        response = self._client(actor.person).post(address, said)
        away = response.status_code == 302 and response.url.startswith(reverse("account_login"))
        word = HIDDEN if away else ANSWERS[response.status_code]
        body = response.content.decode()
        return Answer(word, model._base_manager.get(pk=record.pk) if word == DONE else None, body[-1500:])

    def _client(self, person):
        if person.pk not in self.clients:
            self.clients[person.pk] = Client()
            self.clients[person.pk].force_login(person)
        return self.clients[person.pk]

    def sign_in(self, people):
        """Everyone signs in before the first attempt, so that no session comes or goes with an attempt."""
        for actor in people.values():
            self._client(actor.person)


def posted(value):
    """A field's value as a form says it."""
    if isinstance(value, list | tuple):
        return [posted(each) for each in value]
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)


drivers = [through_the_door]
