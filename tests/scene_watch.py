"""The daily work of the scene's first unit with its host, the finance bureau: a problem and its advice, a closed one that came back."""

from dispatch import watching
from dispatch.demonstration import watching as played
from dispatch.models import Advice, AdviceRecheck, IntegrityOpinion, SupervisionRecord


def watch(play):
    _record(play)
    _tell(play)
    _advise(play)


def _texts(play, name, *parts):
    return {part: play.mark(f"{name}.{part}") for part in ("title", "content", *parts)}


def _record(play):
    """A prominent problem at a meeting, for which a report is begun; guidance; a key person."""
    city, mark = play.city, play.mark
    person = play.records["keyperson"] = played.listed(city)
    said = _texts(play, "supervisionrecord", "occasion", "no_report_reason", "suggestion")
    row = watching.recorded(city.actor("unit_officer"), **played.meeting_of(city, key_persons=[person], **said))
    play.attach("unit_officer", row, "supervisionrecord_file")
    problem = {"area": "systems", "problem": mark("supervisionrecord.problem")}
    play.records["supervisionrecord"] = play.act("unit_officer", row, SupervisionRecord.mark_problem, **problem)
    play.records["guidance"] = played.guided(city, **_texts(play, "guidance", "with_whom"))


def _tell(play):
    """A notice to the head of the host; an opinion that waits for its approval, and one that was replied."""
    city, mark = play.city, play.mark
    play.records["leadernotice"] = played.notified(city, **_texts(play, "leadernotice"))
    for name in ("integrityopinion", "replied"):
        row = play.records[name] = played.asked(city, **_texts(play, name))
        said = {"opinion": mark(f"{name}.opinion"), "note": mark(f"{name}.remark")}
        play.records[name] = play.act("unit_officer", row, IntegrityOpinion.draft_opinion, **said)
    play.act("unit_head", play.records["replied"], IntegrityOpinion.approve)
    play.act("unit_officer", play.records["replied"], IntegrityOpinion.reply, document=mark("replied.document"))


def _advise(play):
    city, mark = play.city, play.mark
    closed = play.records["closed_advice"] = played.closed(city, **_texts(play, "closed_advice", "requirements"))
    draw = play.records["advicedraw"] = played.drawn(city)
    row = draw.rechecks.get(advice=closed.pk)
    said = {"held_on": closed.checked_on, "means": "on_site", "seen": mark("advicerecheck.seen")}
    play.records["advicerecheck"] = play.act("unit_other_officer", row, AdviceRecheck.find_recurrence, **said)
    finding = play.records["supervisionrecord"]
    for name in ("advice", "advice_draft"):
        play.records[name] = played.drafted(city, finding=finding, **_texts(play, name, "requirements"))
    play.attach("unit_officer", play.records["advice"], "advice_file")
    play.records["advice"] = play.act("unit_head", play.records["advice"], Advice.send, note=mark("advice.remark"))
