"""The guide speaks of the pages as they are: its labels are on the buttons, its pictures exist, its chapters are roles."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from coordination import matter_views
from dispatch import grounds
from organizations.models import Role
from supervision import problem_views
from supervision import views as inspection_views
from workflow.administration import ACTS
from workflow.steps import declarations, machines, steps_of

DOCS = settings.BASE_DIR / "docs"
GUIDE = (DOCS / "guide.md").read_text()
PRESSED = re.compile(
    r"<(button|a)\b[^>]*?(?:type=\"submit\"|class=\"btn)(?:[^>{]|{%.*?%}|{{.*?}})*>(.*?)</\1>", re.DOTALL
)
ON_PAPER = "线下办理："
MOST = 250 * 1000  # bytes of one picture


def step_labels():
    for model in machines():
        for taken in steps_of(model).values():
            for declaration in declarations(taken):
                yield declaration.label
                yield from (label for _, label in declaration.labels)


def birth_labels():
    """The words that pages write on links to begin something."""
    for page in (
        matter_views.matter_list,
        matter_views.drafting_links,
        matter_views.template_links,
        problem_views.links,
        inspection_views.links,
        grounds.resting_on,
    ):
        for node in ast.walk(ast.parse(inspect.getsource(page))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def button_labels():
    """What stands on the buttons of the templates; a number that is counted is written as …"""
    for template in settings.BASE_DIR.glob("templates/**/*.html"):
        for _, words in PRESSED.findall(template.read_text()):
            for piece in re.split(r"{%.*?%}|<[^>]*>", re.sub(r"{{.*?}}", "…", words)):
                yield piece.strip()


def test_every_label_of_the_guide_stands_on_a_page():
    known = {*step_labels(), *birth_labels(), *button_labels(), *(label for label, _ in ACTS.values())}
    named = {label.removeprefix(ON_PAPER) for label in re.findall(r"【(.+?)】", GUIDE)}
    assert len(named) > 100
    assert named - known == set()


@pytest.mark.parametrize("page", [DOCS / "guide.md", settings.BASE_DIR / "README.md"], ids=lambda page: page.name)
def test_every_picture_exists_and_is_small(page):
    pictures = [page.parent / path for path in re.findall(r"!\[[^]]*\]\(([^)]+\.png)\)", page.read_text())]
    assert pictures
    assert [path for path in pictures if not path.is_file() or path.stat().st_size > MOST] == []


def test_every_picture_taken_for_the_guide_is_shown():
    shown = {Path(path).stem for path in re.findall(r"\(pictures/([^)]+)\)", GUIDE)}
    assert {path.stem for path in (DOCS / "pictures").glob("guide-*.png")} <= shown


def test_the_chapters_of_the_second_part_are_roles():
    part = GUIDE.split("\n# 二、")[1].split("\n# 三、")[0]
    chapters = re.findall(r"^## (.+)$", part, re.MULTILINE)
    named = {role for chapter in chapters for role in re.sub(r"（.+?）", "", chapter).split("、")}
    assert named <= {role.label for role in Role}
    assert {role.label for role in Role} - named == set()


def test_every_link_within_the_guide_leads_to_a_heading():
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= anchors
