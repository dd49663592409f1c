"""The only place that puts the figures of the board into the words of a periodic report, and that says what has changed since.

A report is read by people who see less than its drafter, so it counts the commission's own matters only, and no work secret.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from supervision.board import NO_SECRET, Board
from supervision.board_tables import acts_of, standing_of, timeliness_of
from supervision.ledger import TABLES
from workflow import clocks


class Counted(NamedTuple):
    """Figures as [[what is counted, number in words]] in order, the text assembled from them, and the moment."""

    figures: list
    content: str
    counted_at: datetime


def count(actor, commission, period):
    """What a report of this commission on a period says now, as far as its drafter sees it."""
    at = clocks.now()
    board = Board(actor, period, NO_SECRET & Q(dossier__commission=commission))
    today = {key: standing_of(board, key) for key in TABLES}
    parts = [_standing(board, today), _acts(board), _timeliness(board), _durations(board), _houses(today)]
    figures = [list(pair) for _, pairs, _ in parts for pair in pairs]
    headed = (f"{number}、{title}\n{text}" for number, (title, _, text) in zip("一二三四五", parts, strict=True))
    return Counted(figures, "\n\n".join([*headed, _sources(actor, period, at)]), at)


def changes(old, new):
    """[(what is counted, number then, number now)] where two lists of figures differ; "—" where one lacks it."""
    before, after = dict(map(tuple, old)), dict(map(tuple, new))
    return [
        (what, before.get(what, "—"), after.get(what, "—"))
        for what in dict.fromkeys([*after, *before]) if before.get(what) != after.get(what)
    ]  # fmt: skip


def _standing(board, today):
    """How everything stands today, by light."""
    figures, lines = [], []
    for key, table in TABLES.items():
        lights, _ = today[key]
        figures.append((f"正在办理的{table.label}", str(lights.total.number)))
        figures += [(f"正在办理的{table.label}，{each.word}", str(each.number)) for each in lights.numbers]
        said = f"{lights.total.number}件，其中{lights.words}" if lights.total.number else "没有"
        lines.append(f"正在办理的{table.label}：{said}。")
    day = clocks.date_words(board.actor.today)
    return "现状", figures, f"截至{day}：\n" + "\n".join(lines)


def _acts(board):
    """What happened, with the period before."""
    figures, lines = [], []
    for label, found in acts_of(board):
        figures += [(f"{act.label}（{label}）", f"{now}，上期{before}") for act, now, before, _ in found]
        said = "，".join(f"{act.label}{now}次（上期{before}次）" for act, now, before, _ in found if now or before)
        lines.append(f"{label}：{said or '没有'}。")
    return f"办理情况（{board.period.words}，上期为{board.period.before.words}）", figures, "\n".join(lines)


def _timeliness(board):
    """What was done by its date."""
    figures, lines = [], []
    for key, table in TABLES.items():
        found = timeliness_of(board, key)
        for label, numbers, total, now, before in found:
            said = "，".join(f"{word}{number}项" for number, word in numbers)
            figures.append((f"{table.label}时限“{label}”", f"完成{total}项，{said}，按期率{now}，上期{before}"))
        lines.append(f"{table.label}：{figures[-1][1]}。" if found else f"{table.label}：没有完成的时限。")
    return "按期情况", figures, "\n".join(lines)


def _durations(board):
    """How long each step took."""
    figures, lines = [], []
    for key, table in TABLES.items():
        found = [
            (label, f"{number}件次，中位数{middle:g}个工作日，最长{longest}个工作日")
            for label, number, middle, longest in board.durations(key)
        ]
        figures += [(f"{table.label}在“{label}”的用时", said) for label, said in found]
        lines.append(f"{table.label}：{'；'.join(f'{label}{said}' for label, said in found) or '没有离开任何环节的'}。")
    return "各环节用时", figures, "\n".join(lines)


def _houses(today):
    """The departments, each with its lights."""
    figures, lines = [], []
    for key, table in TABLES.items():
        rows = today[key][1][1].rows
        figures += [(f"{table.label}，{row.label}", f"{row.total.number}件，其中{row.words}") for row in rows]
        lines += (
            [f"{table.label}：", *(f"　　{row.label}　{row.total.number}件，其中{row.words}" for row in rows)]
            if rows
            else []
        )
    return "牵头部门（现状）", figures, "\n".join(lines) or "没有正在办理的任务和事项。"


def _sources(actor, period, at):
    """Where the numbers come from."""
    moment = at.astimezone(clocks.SHANGHAI)
    return (
        f"数字来源：系统于{clocks.date_words(moment.date())}{moment:%H:%M}按{actor.person.name}可以查看的本单位事项和任务统计，"
        f"期间为{clocks.date_words(period.first_on)}至{clocks.date_words(period.last_on)}，口径与看板一致；工作秘密事项不计入。"
    )
