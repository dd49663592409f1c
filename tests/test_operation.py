"""What operation relies on is written once: compose file, Dockerfile, units and table of settings say the same as the code."""

import ast
import re
import subprocess
import sys

import pytest

from organizations.models import Role
from tests import compose
from workflow.administration import ACTS

PRODUCT = ("migrate", "web", "worker", "beat-1", "beat-2")
REQUIRED = ("PRODUCT_VERSION", "DATABASE_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS")
SECRET = ("SECRET_KEY", "DATABASE_PASSWORD", "EMAIL_HOST_PASSWORD", "WEBHOOK_SECRET")
READERS = ("text", "flag", "whole_number", "words", "address", "gateway", "shared_secret")
READS = {"查阅日志（账号、职务、登录、拒绝、下载）": Role.AUDITOR.label}
BROAD = re.compile(r"^COPY\s+\.\s|^ADD\s", re.M)


def validated(path):
    asked = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(asked, capture_output=True, text=True)


def test_the_compose_file_is_one(tmp_path):
    assert validated(compose.COMPOSE).returncode == 0, validated(compose.COMPOSE).stdout
    bad = tmp_path / "docker-compose.yml"
    bad.write_text(compose.COMPOSE.read_text().replace("stop_grace_period", "stop_grace"))
    assert validated(bad).returncode == 1


def test_every_service_is_there_and_every_image_has_a_version():
    assert set(compose.services()) == {"db", "redis", *PRODUCT}
    for name, service in compose.services().items():
        tag = service["image"].partition(":")[2]
        assert tag, name
        assert "latest" not in tag, name
    for image in re.findall(r"^ARG \w+_IMAGE=(.*)$", compose.DOCKERFILE.read_text(), re.M):
        assert re.search(r":\d", image), image


def test_nothing_but_the_web_server_is_reached_from_outside_and_that_from_this_host_only():
    published = {name: service["ports"] for name, service in compose.services().items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}
    assert compose.compose()["networks"]["inside"] == {"internal": True}
    assert all(compose.services()[name]["networks"] == ["inside"] for name in ("db", "redis", "beat-1", "beat-2"))


@pytest.mark.parametrize("name", PRODUCT)
def test_the_product_runs_with_as_little_as_it_needs(name):
    service = compose.services()[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_has_no_root_no_broad_copy_and_only_checked_packages():
    text = compose.DOCKERFILE.read_text()
    final = text.rpartition("FROM ")[2]
    assert "\nUSER coordination\n" in final
    assert "apt-get" not in text
    assert "npm" not in final
    assert BROAD.search("COPY . /app")
    assert not BROAD.search(text)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    installing = [line for line in lines if re.search(r"pip .*(install|download) ", line) and "uninstall" not in line]
    assert len(installing) == 2
    assert all("--require-hashes" in line for line in installing)
    assert {word for line in lines for word in re.findall(r"requirements/(\w+)\.txt", line)} == {"base"}


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_missing_secret_is_loud(missing):
    given = dict.fromkeys(REQUIRED, "x")
    everything = compose.COMPOSE.read_text()
    assert compose.filled(everything, given)
    with pytest.raises(LookupError, match=missing):
        compose.filled(everything, given | {missing: ""})


def test_no_secret_is_written_down():
    lines = [line for line in compose.COMPOSE.read_text().splitlines() if ": " in line and not line.startswith("#")]
    for name in SECRET:
        named = [line for line in lines if line.strip().startswith(f"{name}:")]
        assert all(f"${{{name}:" in line for line in named), named


def test_the_checkpoints_are_kept_from_the_web_server_and_the_files_from_the_worker():
    volumes = {name: service.get("volumes", []) for name, service in compose.services().items()}
    where = re.search(r"AUDIT_CHECKPOINT_FILE=(\S+)/", compose.DOCKERFILE.read_text())[1]
    assert volumes["worker"] == [f"checkpoints:{where}"]
    assert volumes["web"] == ["media:/var/lib/coordination/media"]
    assert set(compose.compose()["volumes"]) == {"database", "broker", "media", "checkpoints"}


# The manual


def names_read(source):
    """The variables that settings.py reads: the first word of a call of its helpers, and of ``os.environ.get``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        function = node.func
        named = function.id if isinstance(function, ast.Name) else ast.unparse(function)
        if named in READERS or named in ("os.environ.get", "environ.get"):
            yield node.args[0].value


def section(title):
    return re.search(rf"^## [^\n]*{title}\n(.*?)(?=^## |\Z)", compose.OPERATION.read_text(), re.M | re.S)[1]


def test_the_table_of_settings_is_that_of_the_settings():
    read = set(names_read((compose.ROOT / "config/settings.py").read_text()))
    told = re.findall(r"^\| `(\w+)` \|", section("全部设定"), re.M)
    assert len(told) == len(set(told))
    assert set(told) == read
    assert len(read) > 20
    assert list(names_read("A = flag('A_NEW_ONE', False)\nb = os.environ.get('B')")) == ["A_NEW_ONE", "B"]


def test_compose_sets_nothing_that_the_settings_do_not_read():
    read = set(names_read((compose.ROOT / "config/settings.py").read_text()))
    for name in PRODUCT:
        assert set(compose.environment(name, dict.fromkeys(REQUIRED, "x"))) <= read


def test_the_table_of_administrators_is_that_of_the_acts():
    told = re.findall(r"^\| (\S+) \| (\S+) \|$", section("三员各管什么"), re.M)
    assert dict(told) == {"办理": "由谁"} | {label: role.label for label, role in ACTS.values()} | READS


def units():
    """{unit: words of its command} of the example units in the manual."""
    found = re.findall(r"^# /etc/systemd/system/(\S+)\n(.*?)^```", compose.OPERATION.read_text(), re.M | re.S)
    return {
        name: re.search(r"^ExecStart=/opt/coordination/venv/bin/(.*)$", text, re.M)[1].split() for name, text in found
    }


def test_the_units_start_what_compose_starts():
    told = {
        "coordination-web.service": "web",
        "coordination-worker.service": "worker",
        "coordination-beat@.service": "beat-1",
    }
    assert units() == {unit: compose.command(name) for unit, name in told.items()}
    assert compose.command("beat-1") == compose.command("beat-2")


def test_the_manual_and_the_readme_lead_to_each_other_and_to_what_is_there():
    assert "docs/operation.md" in (compose.ROOT / "README.md").read_text()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", compose.OPERATION.read_text()))
    ours = {path.stem for path in compose.ROOT.glob("*/management/commands/[a-z]*.py")}
    assert {"prepare", "found_administrators", "verify_audit"} <= commands
    assert commands <= ours | {"check", "collectstatic", "migrate"}
