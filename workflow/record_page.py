"""What the page of a record shows of it: actions, what may begin within it, files, clocks, whom it waits for, its history."""

from dataclasses import replace

from django.urls import reverse

from workflow import attachments, births, calendars, clocks, offers, on_paper, statements, steps, timeline
from workflow.door import editable_fields
from workflow.models import Clock, PaperAct, Record


def record_context(request, record, subjects=None):
    """What every record's page shows: actions, waiting, clocks, files, edits, births, history."""
    actor = request.actor
    if subjects is None and record.is_root:
        subjects = timeline.visible_subjects(record.dossier, actor)
    holds = statements.standing(record.dossier_id).barring(clocks.today())
    editable = editable_fields(record, actor)
    begin, not_begun = births.within(record, actor, holds)
    is_root = record.is_root
    shows_work = record.shows_work_to(actor)
    mine = (
        {key: row for key, row in subjects.items() if row.shows_work_to(actor)}
        if is_root
        else {record.public_id: record}
    )
    running = clocks_of(mine, actor.today)
    if not record.is_covered_from(actor):
        say_beside(running, mine, record.root, actor)
    lines = timeline.of_dossier(record.dossier, actor, subjects if is_root else {record.public_id: record})
    leads = record.first_of([line["clock"] for line in running if line["of"] == record.public_id])
    first = next((line for line in running if line["clock"] is leads), {})
    return {
        "record": record,
        "sees_root": is_root or type(record.root).objects.visible_to(actor).filter(pk=record.root.pk).exists(),
        "on_paper": PaperAct.objects.filter(dossier=record.dossier_id).count() if is_root else 0,
        "is_covered": record.is_covered_from(actor),
        "over": [over for model in steps.machines() for over in model.hanging_over(record, actor)],
        "facts": [] if record.is_covered_from(actor) else facts_of(record, actor),
        "barring": holds,
        "offers": offers_of(record, actor, holds) + not_begun,
        "births": begin,
        "waiting": [
            {
                "what": label,
                "who": who,
                "since": record.moved_at,
                "due_on": first.get("due_on"),
                "light": first.get("light"),
            }
            for label, who in (offers.waiting_for(record, narrowed=True) if shows_work else ())
        ],
        "clocks": running,
        "files": files_of(record, actor),
        "can_edit": bool(editable - {"attachments"}),
        "can_attach": "attachments" in editable,
        "history": lines,
    }


def offers_of(record, actor, holds):
    """The buttons of a record's page: for each step the actor reaches a link, or why it is barred."""
    name = f"{record._meta.model_name}_step"
    buttons = [
        {
            "name": offer.name, "label": offer.label, "url": reverse(name, args=[record.public_id, offer.name]), "open": offer.open,
            "primary": offer.declaration.expected, "obstacles": [led_on(each, record, actor) for each in offer.obstacles],
            "reason": offer.declaration.reason,
        }
        for offer in offers.steps_for(record, actor, holds)
    ]  # fmt: skip
    buttons.sort(key=lambda offer: (not offer["open"], not offer["primary"], offer["reason"]))
    return buttons + papers_of(record, actor, name)


def led_on(obstacle, record, actor):
    """The obstacle with the address where this actor can mend it himself, as far as that is a field which he may edit now."""
    if not obstacle.written_in or editable_fields(record, actor).isdisjoint(obstacle.written_in):
        return obstacle
    page = "attach" if set(obstacle.written_in) == {"attachments"} else "edit"
    return replace(obstacle, url=reverse(f"{record._meta.model_name}_{page}", args=[record.public_id]))


def papers_of(record, actor, name):
    """Buttons to record from paper what somebody outside, who has no account, decided."""
    expected = [
        declaration
        for taken_step in steps.steps_of(type(record)).values()
        if (declaration := steps.declaration_of(taken_step, record.state)) and declaration.expected
    ]
    return [
        {
            "name": declaration.name, "label": f"线下办理：{declaration.label_for(record)}", "open": True,
            "url": f"{reverse(name, args=[record.public_id, declaration.name])}?on_paper=1", "primary": False, "obstacles": (),
        }
        for declaration in expected
        if on_paper.posts_to_record(record, declaration, actor) and not on_paper.accounts(record, declaration, actor.today)
    ]  # fmt: skip


def facts_of(record, actor):
    """The fields that the plain page of a record shows; another record that one names is shown to whoever sees that one."""
    columns = [record._meta.get_field(name) for name in record.page_fields]
    return [{"label": column.verbose_name, **_shown(record, column, actor)} for column in columns]


def facts_to_act_on(record, actor):
    """What the page of a step shows of its record, as far as it is filled in and open to the actor."""
    if not record.is_open_to(actor):
        return []
    return [fact for fact in facts_of(record, actor) if fact["value"]]


def _shown(record, column, actor):
    if column.many_to_many:
        return {"value": "、".join(str(row) for row in getattr(record, column.name).all())}
    if column.is_relation and issubclass(column.related_model, Record):
        return _named(column.related_model, getattr(record, column.attname), actor)
    return {"value": record._get_FIELD_display(column) if column.choices else getattr(record, column.name)}


def _named(model, pk, actor):
    """A record as a fact of another: nothing where the actor does not see it, as where none is named."""
    rows = model.objects.visible_to(actor).filter(pk=pk).select_related("dossier", *model.within) if pk else ()
    return next(({"value": row.words, "url": row.get_absolute_url()} for row in rows), {"value": ""})


def files_of(record, actor):
    """The attachments of a record as a page lists them; nothing where its texts are closed to the actor."""
    if not record.is_open_to(actor):
        return []
    return [
        {
            "name": kept.name, "size_words": attachments.size_words(kept.size), "uploaded_by": kept.uploaded_by.name, "at": kept.uploaded_at,
            "url": reverse("attachment", args=[kept.public_id]), "digest_short": kept.digest.partition(":")[2][:12],
        }
        for kept in attachments.of(record)
    ]  # fmt: skip


def kinds_of(subjects, *, but=()):
    """Visible records of a dossier by kind, for a page: [(kind, [row, …])] in the order of the machines."""
    found = {}
    for record in subjects.values():
        if not record.hangs_on_clock and not isinstance(record, tuple(but)):
            found.setdefault(record._meta.verbose_name, []).append(record)
    return [(kind, sorted(rows, key=lambda row: row.pk)) for kind, rows in found.items()]


def clocks_of(subjects, today):
    """Open clocks of the given records as lines of a page, the earliest first."""
    found = (
        Clock.objects.open()
        .filter(subject_id__in=subjects)
        .select_related("policy", "owed_organisation")
        .order_by("due_on", "pk")
    )
    calendar = calendars.load()
    return [
        {
            "clock": clock, "links": [], "lines": [], "label": clock.label, "of": clock.subject_id, "subject": subjects[clock.subject_id].words, "due_on": clock.due_on, "light": clocks.light(clock, today, calendar),
            "clock_url": reverse("clock", args=[clock.subject_id, clock.name]), "provisional": clock.provisional, "urgings": clock.urgings,
            "was_overdue": clock.was_overdue,
            "setting": clock.rule == Clock.Rule.WORKING_DAYS,
        }
        for clock in found
    ]  # fmt: skip


def say_beside(running, subjects, root, actor):
    """Add to the lines of clocks what the apps above have to say and to offer there."""
    held = [(line["clock"], subjects[line["of"]]) for line in running]
    for model in steps.machines() if held else ():
        said = model.beside_clocks(held, root, actor)
        for line in running:
            if beside := said.get(line["clock"].pk):
                line["links"] += beside.links
                line["lines"] += beside.lines
