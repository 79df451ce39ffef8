"""The files for production say what `manage.py up` does."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from pmo.lib.commands import COMMANDS, command
from pmo.lib.environment import __doc__ as environment_table
from tests.support import ROOT

HERE, PORT = "0.0.0.0", 8000


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def schema() -> dict[str, Any]:
    """The schema of the Compose Specification, as the package check-jsonschema ships it."""
    text = files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8")
    return json.loads(text)


def problems(document: dict[str, Any]) -> list[str]:
    rules = schema()
    return [problem.message for problem in validator_for(rules)(rules).iter_errors(document)]


def dockerfile() -> list[str]:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()


def test_the_compose_file_fits_the_compose_schema(compose: dict[str, Any]) -> None:
    assert problems(compose) == []


def test_the_schema_would_notice_a_wrong_word(compose: dict[str, Any]) -> None:
    web = compose["services"]["web"] | {"comand": ["true"]}
    assert problems(compose | {"services": {"web": web}}) != []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_program_runs_the_command_of_bin_start(compose: dict[str, Any], name: str) -> None:
    assert tuple(compose["services"][name]["command"]) == command(name, HERE, PORT)


def test_every_other_service_is_a_server_or_the_preparation(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) - set(COMMANDS) == {"postgres", "redis", "migrate"}
    assert compose["services"]["migrate"]["command"] == ["python", "manage.py", "prepare"]


def test_the_image_serves_the_web_as_an_ordinary_user() -> None:
    lines = dockerfile()
    assert lines[-1] == f"CMD {json.dumps(list(command('web', HERE, PORT)))}"
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert [line for line in lines if line.startswith("USER ")] == ["USER pmo"]


def test_redis_keeps_what_it_was_told(compose: dict[str, Any]) -> None:
    assert compose["services"]["redis"]["command"] == ["redis-server", "--appendonly", "yes"]
    assert "redis:/data" in compose["services"]["redis"]["volumes"]


def test_every_lasting_service_has_a_health_check_and_comes_back(compose: dict[str, Any]) -> None:
    lasting = {name: service for name, service in compose["services"].items() if name != "migrate"}
    assert [name for name, service in lasting.items() if "healthcheck" not in service] == []
    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}


@pytest.mark.parametrize("name", ["migrate", *sorted(COMMANDS)])
def test_the_programs_share_their_settings_and_files(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["environment"] == compose["x-app"]["environment"]
    assert service["volumes"] == ["media:/var/lib/pmo"]


def test_every_setting_reaches_the_programs_but_those_of_the_image_and_of_developers(compose: dict[str, Any]) -> None:
    known = {line.split("|")[1].strip() for line in str(environment_table).splitlines() if line.startswith("| PMO_")}
    assert set(compose["x-app"]["environment"]) == known - {"PMO_VAR", "PMO_BIND", "PMO_DEBUG"}
