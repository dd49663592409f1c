"""The page of the board (看板)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from organizations.models import Kind
from supervision.board import Board
from supervision.board_forms import BoardForm
from supervision.board_tables import OUTCOME_WORDS, acts_of, months_of, standing_of, timeliness_of
from supervision.ledger import TABLES
from supervision.ledger_lights import WORDS
from supervision.withheld import withheld_from
from workflow.articles import rests_on

REPORTED_TO = (Kind.COMMISSION, Kind.PARTY_COMMITTEE)  # houses that have periodic reports


@rests_on("规定 8", "规定 14", label="情况看板")
@require_GET
def board(request):
    """How tasks and matters stand today, and what happened in a period, as far as the actor sees it."""
    form = BoardForm(request.GET)
    shown = Board(request.actor, form.chosen())
    tables = [_table(shown, table) for table in TABLES.values()]
    acts = acts_of(shown)
    context = {
        "form": form, "period": shown.period, "today": request.actor.today, "tables": tables, "acts": acts,
        "withheld": withheld_from(request.actor), "lights": list(WORDS.values()), "outcomes": list(OUTCOME_WORDS.values()),
        "has_reports": any(post.organisation.kind in REPORTED_TO for post in request.actor.posts),
        "is_empty": not any(table["lights"].total.number for table in tables)
        and not any(now or before for _, lines in acts for _, now, before, _ in lines),
    }  # fmt: skip
    return render(request, "supervision/board.html", context)


def _table(shown, table):
    lights, breakdowns = standing_of(shown, table.key)
    return {
        "label": table.label, "lights": lights, "breakdowns": breakdowns, "durations": shown.durations(table.key),
        "timeliness": timeliness_of(shown, table.key), "months": months_of(shown, table.key),
    }  # fmt: skip
