"""``manage.py procedure``: the machines in print, from the code."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from workflow import procedure
from workflow.steps import machines

KEYS = [
    "model", "step", "label", "source", "target", "article", "by", "apart_from", "needs", "starts", "meets", "cancels",
    "places", "lifts", "carries",
]  # fmt: skip


def printed(*args):
    out = StringIO()
    call_command("procedure", *args, stdout=out)
    return out.getvalue()


def rows(*args):
    return json.loads(printed(*args, "--format", "json"))


def one(step, source, model="coordination.Matter"):
    return next(row for row in rows(model) if (row["step"], row["source"]) == (step, source))


def test_json_is_one_list_with_a_row_for_each_source():
    found = rows("coordination.Matter")
    assert all(list(row) == KEYS for row in found)
    assert {row["model"] for row in found} == {"coordination.Matter"}
    assert len({(row["step"], row["source"]) for row in found}) == len(found)
    assert [row["source"] for row in found if row["step"] == "archive"] == ["concluded", "declined", "terminated"]


def test_without_a_model_every_machine_is_printed():
    assert {row["model"] for row in rows()} == {model._meta.label for model in machines()}


def test_births_stays_and_carried_steps_have_their_words():
    assert one("register", "NEW")["target"] == "draft"
    assert one("correct", "planning")["target"] == "planning"
    assert one("terminate", "planning")["cancels"] == ["*"]
    assert one("terminate", "planning")["carries"][:2] == ["Assignment.lapse", "Filing.lapse"]
    issued = one("issue", "drafted", "coordination.Assignment")
    assert issued["by"] == ["with:Matter.issue", "with:Matter.notify_orally", "with:Matter.supplement"]
    assert (issued["starts"], issued["places"]) == (["receipt", "work"], ["inspection"])
    submit = one("submit", "draft")
    assert submit["by"][:2] == ["person:handling_officer", "department_head@proposing_department"]


def test_the_table_is_aligned_although_chinese_letters_are_wide():
    lines = printed("coordination.Resolution").splitlines()
    assert lines[0] == "coordination.Resolution"
    header, rule, first = lines[1:4]
    assert procedure._width(header[: header.index("source")]) == procedure._width(first[: first.index("NEW")])
    assert set(rule) == {"-", " "}


def test_dot_is_a_graph_of_every_state_and_step():
    said = printed("coordination.Matter", "--format", "dot")
    assert said.startswith("digraph procedure {")
    assert said.count(" -> ") == len(rows("coordination.Matter"))
    assert said.count("{") == said.count("}")


def test_mermaid_draws_each_move_once_and_lists_what_stays():
    said = printed("coordination.Filing", "coordination.Matter", "--format", "mermaid")
    assert said.startswith("# 流程图")
    assert said.count("```mermaid") == 2
    assert '  state "草拟" as draft' in said
    assert "  [*] --> draft : 登记 / 提出建议" in said
    assert "  archived --> [*]" in said
    assert "  concluded --> [*]" not in said
    assert "- 补报批准：已确定、研究制定方案、组织实施、督促检查、书面报告" in said
    moves = {(row["source"], row["target"]) for row in rows("coordination.Matter") if row["source"] != row["target"]}
    assert said.split("## 事项")[1].count(" : ") == len(moves)


def test_the_printed_diagrams_are_what_the_code_declares():
    """``make procedure`` prints docs/procedure.md anew."""
    kept = (settings.BASE_DIR / "docs" / "procedure.md").read_text()
    models = re.findall(r"^## .* `(.+)`$", kept, re.MULTILINE)
    assert {"Matter", "Assignment", "WrittenReport", "OfficialDocument", "Filing"} <= {
        label.partition(".")[2] for label in models
    }
    assert kept == printed(*models, "--format", "mermaid")


@pytest.mark.parametrize("label", ["coordination.Nothing", "nonsense", "workflow.Clock", "organizations.Person"])
def test_an_unknown_model_or_one_without_steps_is_an_error_in_words(label):
    with pytest.raises(CommandError, match=r"没有名为.*no model of that name"):
        printed(label)
