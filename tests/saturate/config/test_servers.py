"""Addresses of servers: read, written without what logs in, and named where they are asked."""

import json

import pytest

from saturate.config.held_settings import folder_settings
from saturate.config.run_config import build_config
from saturate.config.servers import parse_urls
from saturate.config.settings import ModelSettings
from saturate.errors import SaturateError, without_secrets


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("http://host:8000", ["http://host:8000/v1"]),
        ("http://host:8000/v1/", ["http://host:8000/v1"]),
        ("https://host/api/v1/chat/completions", ["https://host/api/v1"]),
        ("http://host/v1/completions, http://[::1]:80", ["http://host/v1", "http://[::1]:80/v1"]),
        ("http://me:pw@host/v1,http://host/v1", ["http://host/v1"]),
    ],
)
def test_addresses_are_read_as_users_write_them(text, urls):
    assert [one.url for one in parse_urls(text)] == urls


@pytest.mark.parametrize("text", ["host:8000", "ftp://me:pw@host", "http://", "http://h:x/v1"])
def test_what_is_no_address_is_refused_without_its_password(text):
    with pytest.raises(SaturateError, match="is no address of a server") as refused:
        parse_urls(text)
    assert "pw" not in str(refused.value)


def test_a_key_in_a_query_is_refused_and_not_shown():
    with pytest.raises(SaturateError, match="OPENAI_API_KEY") as refused:
        parse_urls("http://me:pw@host/v1?key=sk-secret")
    assert "secret" not in str(refused.value) and "pw" not in str(refused.value)


def test_settings_are_written_without_what_logs_in():
    config = build_config(base_url="http://me:pw@host:1", engine="openai", model="m")
    assert config.base_url[0].credentials == "me:pw"
    values = folder_settings(config).values
    assert values["base_url"] == ["http://host:1/v1"]
    assert "pw" not in json.dumps(values) + repr(config) + str(config) + config.model_dump_json()
    assert build_config(**values).base_url[0].url == "http://host:1/v1"


def test_a_server_may_move_between_calls():
    named = [build_config(base_url=f"http://h:{n}", engine="openai", model="m") for n in (1, 2)]
    assert named[0].stage_settings() == named[1].stage_settings()
    open_ended = folder_settings(named[0]).open_ended
    assert {"base_url", "num_concurrent", "max_retries", "timeout"} <= open_ended
    assert not {"engine", "model", "tokenizer", "apply_chat_template"} & open_ended


ASKED = {
    "num_concurrent": 2,
    "max_retries": 1,
    "timeout": 9,
    "tokenizer": "./a",
    "apply_chat_template": False,
}


def test_models_are_located_here_or_at_servers():
    remote = ModelSettings(engine="openai", base_url="http://h", model="a")
    assert remote.located(["a", "openai:b"]) == ["openai:a", "openai:b"]
    beside = ModelSettings(base_url="http://h")
    assert beside.located(["./a", "openai:b"]) == ["./a", "openai:b"]
    with pytest.raises(SaturateError, match="no model is asked there"):
        beside.located(["./a"])
    for name, value in ASKED.items():
        flag = "--" + name.replace("_", "-")
        with pytest.raises(SaturateError, match=f"{flag} is about servers, and no model is asked"):
            ModelSettings(**{name: value}).located(["./a"])
        assert ModelSettings(base_url="http://h", **{name: value}).located(["openai:a"])
    with pytest.raises(SaturateError, match="give --base-url"):
        ModelSettings(engine="openai").located(["a"])


def test_secrets_are_cut_from_texts(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    said = "at http://me:p@w@host/v1,https://you@other: sk-secret is wrong; write a@b.c"
    assert without_secrets(said) == "at http://host/v1,https://other: *** is wrong; write a@b.c"
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    assert without_secrets("none of them") == "none of them"
