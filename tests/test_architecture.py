"""The house rules that a reader cannot be trusted to watch. Every rule has its control: a bad snippet that it must catch."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from workflow.models import Record

ROOT = Path(__file__).resolve().parent.parent
APPS = ("organizations", "workflow", "coordination", "supervision", "dispatch")  # each imports only those before it
FOLDERS = (*APPS, "config")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "selectors", "managers", "base"}
CLOCK = "workflow/clocks.py"
STATE_OWNERS = ("workflow/door.py", "workflow/models/record.py", "workflow/steps.py")
IMPORTERS = ("import_module", "import_string", "__import__", "get_model", "get_app_config", "find_spec")
READERS_OF_TIME = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"), ("datetime", "utcnow"),
    ("datetime", "today"), ("date", "today"), ("time", "time"), ("time", "time_ns"), ("time", "localtime"),
    ("time", "gmtime"), ("time", "strftime"),
}  # fmt: skip
TIME_MODULES = {
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime"},
    "django.utils.timezone": {"now", "localdate", "localtime"},
}
PERMISSION_READERS = {
    "get_objects_for_user",
    "get_objects_for_group",
    "has_perm",
    "has_perms",
    "ObjectPermissionChecker",
    "get_perms",
}


def sources(*folders):
    """(path from the root, syntax tree) of every module that is the product."""
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def everywhere(rule, *folders):
    return [f"{path}: {fault}" for path, tree in sources(*folders) for fault in rule(path, tree)]


def parsed(code):
    return ast.parse(code)


# The rules


def imported(tree):
    """(line, dotted name) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def may_import(path, name):
    """Whether the module at ``path`` may import ``name``: apps to the right only, ``config`` no app, nobody relatively."""
    top, ours = name.split(".")[0], path.split("/")[0]
    if name.startswith("."):
        return False
    if top in ("tests", "benchmarks"):
        return ours == top
    if top not in APPS:
        return True
    return ours in APPS and APPS.index(top) <= APPS.index(ours)


def imports_point_right(path, tree):
    yield from (f"line {line} imports {name}" for line, name in imported(tree) if not may_import(path, name))


def no_import_in_a_body(path, tree):
    """An import inside a function hides a dependency; only ``AppConfig.ready`` has no other place for it."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if path.endswith("/apps.py") and getattr(function, "name", "") == "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"line {node.lineno} imports inside a body"


def no_string_dodges_the_rule(path, tree):
    """A name in a string is an import too: ``get_model("coordination", …)``, a dotted path, a lazy relation to the left."""
    ours = path.split("/")[0]
    if ours not in APPS:
        return
    left = APPS[APPS.index(ours) + 1 :]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node)[1] in IMPORTERS:
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from (f"line {node.lineno} reaches {word!r} by name" for word in words if word.split(".")[0] in left)
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[a-z_]+\.[A-Za-z_.]+", node.value)
        ):
            head = node.value.split(".")[0]
            if head in left:
                yield f"line {node.lineno} names {node.value!r} in a string"


def called(node):
    """(what stands before the dot, the name called) of a call."""
    function = node.func
    if isinstance(function, ast.Attribute):
        before = function.value
        owner = before.id if isinstance(before, ast.Name) else before.attr if isinstance(before, ast.Attribute) else ""
        return owner, function.attr
    return "", function.id if isinstance(function, ast.Name) else ""


def only_clocks_read_the_time(path, tree):
    if path == CLOCK:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
            if (owner, node.attr) in READERS_OF_TIME:
                yield f"line {node.lineno} reads {owner}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            taken = TIME_MODULES.get(node.module, set()) & {alias.name for alias in node.names}
            yield from (f"line {node.lineno} takes {name} from {node.module}" for name in taken)
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield f"line {node.value.lineno} sets {node.arg}"


def only_the_door_sets_a_state(path, tree):
    if path in STATE_OWNERS:
        return
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            named = [part for target in targets for part in ast.walk(target)]
            if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in named):
                yield f"line {node.lineno} assigns a state"
        if isinstance(node, ast.Call):
            name = called(node)[1]
            if name in ("update", "bulk_update", "update_or_create") and _names_the_state(node):
                yield f"line {node.lineno} updates a state"
            if name == "setattr" and len(node.args) > 1 and getattr(node.args[1], "value", None) == "state":
                yield f"line {node.lineno} assigns a state"


def _names_the_state(call):
    if any(keyword.arg == "state" for keyword in call.keywords):
        return True
    said = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg is None)]
    return any(isinstance(part, ast.Constant) and part.value == "state" for arg in said for part in ast.walk(arg))


def permissions_are_not_read(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node)[1] in PERMISSION_READERS:
            yield f"line {node.lineno} asks {called(node)[1]}"
        if isinstance(node, ast.ImportFrom):
            taken = PERMISSION_READERS & {alias.name for alias in node.names}
            yield from (f"line {node.lineno} imports {name}" for name in taken)


def no_vague_module(path, tree=None):
    if Path(path).stem in BANNED_NAMES:
        yield "is named after nothing"


def no_template_compares_a_state(path, text):
    """What may happen is asked of the machine; a page that compares a state repeats the procedure."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\{%[^%]*\bstate\s*(==|!=|in\b|not in\b)", line) or re.search(r"\bifequal\b[^%]*\bstate\b", line):
            yield f"line {number} compares a state"


RULES = {
    imports_point_right: (
        ("workflow/door.py", "import coordination.models"),
        ("coordination/views.py", "from supervision.models import Inspection"),
        ("organizations/actors.py", "from workflow import clocks"),
        ("config/urls.py", "from workflow.views import desk"),
        ("workflow/door.py", "from . import access"),
        ("workflow/door.py", "from tests import cast"),
    ),
    no_import_in_a_body: (
        ("workflow/door.py", "def advance():\n    from workflow import clocks"),
        ("workflow/apps.py", "def later():\n    import workflow.checks"),
        ("workflow/door.py", "class Door:\n    def open(self):\n        import json"),
    ),
    no_string_dodges_the_rule: (
        ("workflow/door.py", "apps.get_model('coordination', 'Matter')"),
        ("workflow/door.py", "apps.get_model('coordination.Matter')"),
        ("coordination/views.py", "import_string('supervision.ledger.rows')"),
        ("workflow/jobs.py", "importlib.import_module('supervision.sweep')"),
        ("workflow/models/hold.py", "ForeignKey('coordination.Matter')"),
    ),
    only_clocks_read_the_time: (
        ("workflow/door.py", "from django.utils import timezone\nx = timezone.now()"),
        ("workflow/door.py", "import datetime\nx = datetime.datetime.now()"),
        ("workflow/door.py", "from datetime import date\nx = date.today()"),
        ("workflow/door.py", "import time\nx = time.time()"),
        ("workflow/door.py", "from time import time"),
        ("workflow/door.py", "default = timezone.now"),
        ("workflow/models/hold.py", "at = DateTimeField(auto_now_add=True)"),
    ),
    only_the_door_sets_a_state: (
        ("coordination/services.py", "matter.state = 'archived'"),
        ("coordination/services.py", "a, matter.state = 1, 'archived'"),
        ("coordination/services.py", "Matter.objects.filter(pk=1).update(state='archived')"),
        ("coordination/services.py", "Matter.objects.filter(pk=1).update(**{'state': 'archived'})"),
        ("coordination/services.py", "setattr(matter, 'state', 'archived')"),
        ("coordination/services.py", "Matter.objects.bulk_update(rows, ['state'])"),
    ),
    permissions_are_not_read: (
        ("workflow/views.py", "request.user.has_perm('view')"),
        ("workflow/views.py", "from guardian.shortcuts import get_objects_for_user"),
        ("workflow/views.py", "shortcuts.get_objects_for_user(user, 'view')"),
    ),
    no_vague_module: (("workflow/utils.py", "x = 1"), ("coordination/common.py", "x = 1")),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    faults = everywhere(rule)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "path", "code"), [(rule, *bad) for rule, snippets in RULES.items() for bad in snippets]
)
def test_the_rule_would_catch(rule, path, code):
    assert list(rule(path, parsed(code)))


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (imports_point_right, "coordination/views.py", "from workflow import clocks\nimport coordination.models"),
        (no_import_in_a_body, "workflow/apps.py", "class A:\n    def ready(self):\n        import workflow.checks"),
        (no_string_dodges_the_rule, "supervision/ledger.py", "bars = ('coordination.Matter.issue',)"),
        (no_string_dodges_the_rule, "workflow/steps.py", "apps.get_model(model._meta.app_label, name)"),
        (only_clocks_read_the_time, "workflow/clocks.py", "datetime.now(UTC)"),
        (only_clocks_read_the_time, "workflow/door.py", "clocks.now()\nrecord.now"),
        (only_the_door_sets_a_state, "coordination/services.py", "rows.filter(state='draft')\nclock.status = 1"),
    ],
)
def test_the_rule_lets_good_code_pass(rule, path, code):
    assert not list(rule(path, parsed(code)))


def test_the_rules_read_the_whole_product():
    """A walk that finds no files would keep every rule."""
    seen = {path for path, _ in sources()}
    assert {
        "workflow/door.py",
        "coordination/models/matter.py",
        "config/settings.py",
        "organizations/actors.py",
    } <= seen
    assert len(seen) > 40


def test_no_template_compares_a_state():
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert pages
    faults = [
        f"{page.relative_to(ROOT)}: {fault}"
        for page in pages
        for fault in no_template_compares_a_state(page, page.read_text())
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("{% if matter.state == 'draft' %}", True),
        ("{% if row.state in open_states %}", True),
        ("{% if 1 and matter.state != 'archived' %}", True),
        ("{{ matter.state_label }}", False),
        ("{% if offer.open %}", False),
    ],
)
def test_a_comparison_in_a_template_would_be_caught(line, caught):
    assert bool(list(no_template_compares_a_state("page.html", line))) is caught


def record_models():
    return [model for model in apps.get_models() if issubclass(model, Record)]


def knows_its_states(model):
    """Whether a check constraint of the model's table names exactly the declared states."""
    wanted = {state.value for state in model.State}
    for constraint in model._meta.constraints:
        children = getattr(getattr(constraint, "condition", None), "children", [])
        if any(
            name == "state__in" and set(values) == wanted
            for name, values in (c for c in children if isinstance(c, tuple))
        ):
            return True
    return False


def test_every_record_has_its_states_in_the_database():
    assert record_models()
    assert [model.__name__ for model in record_models() if not knows_its_states(model)] == []


def test_a_record_without_the_constraint_would_be_caught():
    class Meta:
        constraints = ()

    class Forgetful:
        State, _meta = record_models()[0].State, Meta

    assert not knows_its_states(Forgetful)
