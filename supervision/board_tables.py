"""The only place that lays the figures of the board out: rows and columns with their words, their bars, and where each number leads."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from supervision.board_acts import GROUPS
from supervision.ledger import NO_HOUSE, TABLES
from supervision.ledger_lights import WORDS

OUTCOME_WORDS = {"in_time": "按期", "once_late": "曾超期后按期", "late": "超期"}
TONES_OF = {tone: tone for tone in WORDS} | {"in_time": "green", "once_late": "yellow", "late": "red"}


@dataclass(frozen=True)
class Number:
    """One number of a table: what it counts in words, and the rows behind it, where a list of them can be asked for."""

    number: int
    word: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One row: a label, its numbers and their sum, and the parts of its bar in per cent of the longest."""

    label: str
    numbers: list
    total: Number
    parts: list = field(default_factory=list)

    @property
    def words(self):
        """The bar in words."""
        return "，".join(f"{each.word}{each.number}" for each in self.numbers if each.number) or "没有"


@dataclass(frozen=True)
class Breakdown:
    """One table with its chart."""

    key: str
    title: str
    head: str
    columns: list
    rows: list


def breakdown(key, title, head, words, lines):
    """A breakdown of [(label, {name: number}, {name or "": address})]; ``words`` are the columns in order."""
    longest = max((sum(numbers.values()) for _, numbers, _ in lines), default=0) or 1
    rows = []
    for label, numbers, urls in lines:
        said = [Number(numbers.get(name, 0), word, urls.get(name, ""), TONES_OF[name]) for name, word in words.items()]
        total = Number(sum(numbers.values()), "合计", urls.get("", ""))
        rows.append(Row(label, said, total, _parts(said, longest)))
    return Breakdown(key, title, head, list(words.values()), rows)


def _parts(numbers, longest):
    """[(tone, from, width)] in per cent, one after another."""
    found, reached = [], 0
    for each in numbers:
        if each.number:
            found.append((each.tone, f"{100 * reached / longest:.2f}%", f"{100 * each.number / longest:.2f}%"))
            reached += each.number
    return found


def standing_of(board, key):
    """How one table stands today: (its lights, [breakdown by state, breakdown by department])."""
    table, found, houses = TABLES[key], board.standing(key), board.ledgers[key].houses
    by_state = [(label, {"state": state}, _tones(found, 0, state)) for state, label in table.model.State.choices]
    by_house = [(str(house), {"department": house.pk}, _tones(found, 1, house.pk)) for house in houses]
    by_house.append((NO_HOUSE, {"houseless": "on"}, _tones(found, 1, None)))
    every = breakdown(key, table.label, "", WORDS, [_line(key, "合计", {}, _tones(found))])
    return every.rows[0], [
        breakdown(
            f"{key}-state", f"{table.label}按环节", "环节", WORDS, [_line(key, *each) for each in by_state if each[2]]
        ),
        breakdown(
            f"{key}-house",
            f"{table.label}按牵头部门",
            "牵头部门",
            WORDS,
            [_line(key, *each) for each in by_house if each[2]],
        ),
    ]


def _tones(found, column=None, value=None):
    counted = Counter()
    for line in found:
        if column is None or line[column] == value:
            counted[line[2]] += line[3]
    return counted


def _line(key, label, asked, numbers):
    urls = {tone: ledger_url(table=key, **asked, light=tone) for tone in numbers}
    return label, numbers, urls | {"": ledger_url(table=key, **asked)}


def ledger_url(**asked):
    """The ledger, narrowed to the rows under way that were counted."""
    return f"{reverse('ledger')}?{urlencode(asked | {'scope': 'running'})}"


def acts_of(board):
    """[(group, [(act, now, before, difference)])] of what happened in the period."""
    found = board.acts()
    return [
        (label, [(act, *found[act.key], _difference(*found[act.key])) for act in acts])
        for label, acts in GROUPS.items()
    ]


def _difference(now, before):
    return f"{now - before:+d}".replace("-", "−") if now != before else "持平"


def timeliness_of(board, key):
    """[(label, [(number, outcome in words)], met in all, share in time now, share before)] of the clocks of a table, and the sum of all."""
    lines = board.timeliness(key)
    summed = {
        outcome: tuple(map(sum, zip(*(line[1][outcome] for line in lines), strict=True)))
        for outcome in OUTCOME_WORDS
        if lines
    }
    return [_share(label, numbers) for label, numbers in [*lines, *([("合计", summed)] if lines else [])]]


def _share(label, numbers):
    now, before = ({outcome: pair[place] for outcome, pair in numbers.items()} for place in (0, 1))
    return (
        label,
        list(zip(now.values(), OUTCOME_WORDS.values(), strict=True)),
        sum(now.values()),
        _percent(now),
        _percent(before),
    )


def _percent(numbers):
    """The share of what was met by its date, once late or not; nothing where nothing was met."""
    total = sum(numbers.values())
    return f"{100 * (total - numbers['late']) / total:.0f}%" if total else "—"


def months_of(board, key):
    """The clocks of a table that were met in each of the last twelve months, as a chart with its table."""
    lines = [(month.words, numbers, {}) for month, numbers in board.by_month(key)]
    return breakdown(f"{key}-months", f"近十二个月{TABLES[key].label}完成的时限", "月份", OUTCOME_WORDS, lines)
