"""How settings reach Moothall: the database's address, secrets, folders."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from moothall.site import bootstrap, environment


@pytest.mark.parametrize(
    ("url", "host", "port", "name", "options"),
    [
        ("postgresql://ann:x@db.example:6432/town", "db.example", 6432, "town", {}),
        (
            "postgresql://ann:x@db.example/town?sslmode=require",
            "db.example",
            5432,
            "town",
            {"sslmode": "require"},
        ),
        ("postgresql://ann:x@%2FVar%2FRun/town", "/Var/Run", 5432, "town", {}),
        ("postgresql://ann:x@/town?host=/Var/Run&port=7000", "/Var/Run", 7000, "town", {}),
        ("postgresql://ann:x@[::1]:6432/my%20town", "::1", 6432, "my town", {}),
        ("postgresql://ann:x@", "localhost", 5432, "moothall", {}),
    ],
)
def test_reads_the_address_of_a_database(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, name: str, options: dict[str, str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert environment.server() == environment.Server(host, port, name, options)
    assert not environment.server().is_embedded


def test_the_user_of_the_address_prepares_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a%40b:p%3Aw%2F@db.example/town?sslmode=require")
    assert environment.administrator() == ("a@b", "p:w/")
    assert "sslmode=require" in bootstrap.administrator_dsn()


def test_a_secret_is_made_once_although_many_ask_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOOTHALL_SECRETS", str(tmp_path / "secrets"))
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: environment.secret("some.key"), range(64)))
    assert len(found) == 1
    assert os.listdir(tmp_path / "secrets") == ["some.key"]
    assert (tmp_path / "secrets" / "some.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_deep_data_folder_gets_a_short_socket_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(tmp_path / ("deep" * 40)))
    assert len(str(environment.socket_folder())) < 80
