"""The command line as such: exit codes, tables, JSON, completions, manual pages (docs/command-line.md)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from client.api import Api
from client.deployment import Deployment
from client.flow import add_item
from client.server import Server

UNKNOWN = "00000000-0000-4000-8000-000000000000"
CLIENT = "--client-id", "sandbox_id_of_nobody"
NEVER = "--until", "2020-01-02T00:00:00Z", "--since", "2020-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def server(deployment: Deployment) -> Server:
    return deployment.server


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command without a database."""
    command = [os.environ["PASSERELLE_BIN"], *arguments]
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def failed(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """A command that failed: nothing on standard output, and on standard error what to do about it."""
    assert done.returncode == code, f"{done.args}: {done.returncode}: {done.stderr}"
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    for word in words:
        assert word in done.stderr, done.stderr


# Exit codes


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("user", "shwo", UNKNOWN), ("show",)),
        (("user", "show"), ("UUID",)),
        (("user", "show", "7"), ("7", "UUID")),
        (("user", "list", "--limit", "0"), ("--limit",)),
        (("item", "show", "x"), ("x", "ID")),
        (("item", "list", "--status", "17"), ("--status", "1010")),
        (("session", "list", "--status", "done"), ("--status", "succeeded")),
        (("app", "create", "--name", " "), ("--name",)),
        (("webhook", "create", *CLIENT, "--url", "http://receiver.example"), ("--url", "https")),
        (("user", "list", "--config", "/nowhere.toml"), ("/nowhere.toml",)),
    ],
)
def test_usage(server: Server, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    failed(server.run(*command), 2, *words)


def test_usage_without_a_database() -> None:
    failed(run("user", "list"), 2, "--database")
    failed(run("user", "list", "--database", "mysql://somewhere"), 2, "sqlite:PATH")
    failed(run("serve", PASSERELLE__SERVER__PUBLIC_URL="nowhere"), 2, "server.public_url")


@pytest.mark.parametrize(
    "command",
    [
        ("app", "show", "sandbox_id_of_nobody"),
        ("app", "update", "sandbox_id_of_nobody"),
        ("app", "renew-secret", "sandbox_id_of_nobody"),
        ("user", "show", UNKNOWN),
        ("user", "delete", UNKNOWN, "--yes"),
        ("user", "list", *CLIENT),
        ("user", "list", "--before", UNKNOWN),
        ("item", "show", "7"),
        ("item", "refresh", "7"),
        ("item", "delete", "7", "--yes"),
        ("item", "list", *CLIENT),
        ("item", "list", "--user", UNKNOWN),
        ("session", "show", UNKNOWN),
        ("session", "list", *CLIENT),
        ("session", "list", "--user", UNKNOWN),
        ("session", "list", "--before", UNKNOWN),
        ("session", "email-code", UNKNOWN),
        ("webhook", "list", *CLIENT),
        ("webhook", "update", "999999"),
        ("webhook", "delete", "999999", "--yes"),
        ("webhook", "enable", "999999"),
        ("webhook", "renew-secret", "999999"),
        ("webhook", "test", "999999"),
        ("webhook", "deliveries", "999999"),
        ("webhook", "replay", "999999", *NEVER),
        ("event", "list", *CLIENT),
        ("event", "tail", *CLIENT),
    ],
    ids=" ".join,
)
def test_not_found(server: Server, command: tuple[str, ...]) -> None:
    named = next(word for word in (UNKNOWN, "sandbox_id_of_nobody", "999999", "7") if word in command)
    failed(server.run(*command), 3, f"there is no {command[0]}"[:12], named)


def test_no_database_is_made_by_looking(tmp_path: Path) -> None:
    failed(run("user", "list", "--database", f"sqlite:{tmp_path}/typo.db"), 3, "typo.db", "passerelle migrate")
    assert list(tmp_path.iterdir()) == []


def test_refused(server: Server, deployment: Deployment) -> None:
    api = deployment.api("refused")
    (webhook,) = server.command_json("webhook", "list", "--app", api.application.client_id)
    off = server.command_json("webhook", "update", str(webhook["id"]), "--disable")
    assert (off["is_enabled"], off["off_reason"]) == (False, "operator")
    for command in (("test", str(webhook["id"])), ("replay", str(webhook["id"]), "--failed")):
        failed(server.run("webhook", *command), 4, "webhook enable")


def test_unavailable(tmp_path: Path) -> None:
    key = ("--key-file", str(tmp_path / "key"))
    failed(run("user", "list", "--database", "postgres://nobody@127.0.0.1:1/nothing", *key), 5)


def test_failed(tmp_path: Path) -> None:
    """Anything else is 1."""
    (tmp_path / "file").touch()
    failed(run("man", str(tmp_path / "file")), 1, "file")


def test_nobody_reads_on(server: Server) -> None:
    """`passerelle ... | head`: the end of the reader is not a failure."""
    command = [server.binary, "app", "list", *server.database.arguments()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(30) == 0


# What is printed


def test_tables_fit_the_terminal(server: Server, deployment: Deployment, api: Api) -> None:
    """Columns stand below their headings, no line is broken by the terminal, and ids are never broken."""
    user = api.create_user("crm-terminal")
    item = add_item(api, user)
    for command, ids in (
        (("user", "list"), (user.uuid,)),
        (("item", "list", "--user", user.uuid), (str(item["id"]), user.uuid)),
        (("session", "list", "--user", user.uuid), (str(item["id"]),)),
    ):
        code, shown = server.run_in_terminal(*command)
        assert code == 0
        assert max(map(len, shown.splitlines())) <= 80, shown
        for id in ids:
            assert id in shown, shown
    api = deployment.api("A long name of an application that is to be broken into several lines, as it has to be")
    for columns in (80, 100, 200):
        code, shown = server.run_in_terminal("app", "list", columns=columns)
        assert code == 0
        heading, *rows = shown.splitlines()
        assert heading.split()[:3] == ["CLIENT", "ID", "NAME"]
        assert max(map(len, rows)) <= columns
        assert sum(row.startswith(api.application.client_id) for row in rows) == 1
        for row in rows:
            # The column before a heading ends with blanks.
            assert row[heading.index("NAME") - 2 : heading.index("NAME")].strip() == ""
    wide = server.command("app", "list").splitlines()
    assert len([row for row in wide if "A long name of an application that is to be broken into several lines" in row]) == 1


def test_secrets_are_not_broken(server: Server) -> None:
    """They are shown once, to be copied, however narrow the terminal is."""
    code, shown = server.run_in_terminal("app", "create", "--name", "Narrow", "--sandbox", columns=60)
    assert code == 0
    assert re.search(r"^client_secret +sandbox_secret_[A-Za-z0-9]{64}$", shown, re.MULTILINE)


def test_names_move_no_cursor(server: Server) -> None:
    created = server.command_json("app", "create", "--name", "Red \x1b[31mname\x07", "--sandbox")
    for printed in (server.command("app", "list"), server.command("app", "show", created["client_id"])):
        assert "\x1b" not in printed
        assert "\x07" not in printed
        assert "Red" in printed


def test_every_answer_is_json_too(server: Server, deployment: Deployment) -> None:
    """A list is an array, one thing an object, on one line, with nothing else; absent values are left out."""
    api = deployment.api("json")
    (webhook,) = server.command_json("webhook", "list", "--app", api.application.client_id)
    one = str(webhook["id"])
    for command in (
        ("webhook", "update", one, "--name", "Named"),
        ("webhook", "update", one, "--name", ""),
        ("webhook", "enable", one),
        ("webhook", "test", one),
    ):
        assert set(server.command_json(*command)) >= {"id", "url", "events", "is_enabled"}, command
    renewed = server.command_json("webhook", "renew-secret", one)
    assert set(renewed) == {"id", "webhook_secret", "webhook_secret_whsec", "former_secret_until"}
    assert server.command_json("webhook", "replay", one, *NEVER) == {"count": 0}
    assert isinstance(server.command_json("webhook", "deliveries", one), list)
    assert isinstance(server.command_json("event", "list", "--app", api.application.client_id), list)
    assert server.command_json("webhook", "delete", one, "--yes") == {"id": webhook["id"]}
    assert all(set(key) == {"id", "values", "is_newest"} for key in server.command_json("keys", "list"))
    assert set(server.command_json("keys", "rotate", "--no-new-key")) == {"newest", "sealed"}


def test_every_command_prints_json() -> None:
    """But those that run until they are stopped, and those that print for a program of their own."""
    plain = {"demo", "serve", "worker", "migrate", "completions", "man"}
    for name in commands_of(run("--help").stdout):
        for below in commands_of(run(name, "--help").stdout) or [""]:
            prints_json = "--json" in run(name, *below.split(), "--help").stdout
            assert prints_json != (name in plain), f"{name} {below}"


def test_empty_lists(server: Server, api: Api) -> None:
    """People are told that there is nothing; programs get an empty array."""
    user = api.create_user()
    for command in (("item", "list", "--user", user.uuid), ("session", "list", "--user", user.uuid)):
        assert server.command(*command).startswith("No such ")
        assert json.loads(server.command(*command, "--json")) == []


# Completions and manual pages


def commands_of(help_text: str) -> list[str]:
    """The subcommands that a help text lists."""
    section = help_text.partition("Commands:\n")[2].partition("\n\n")[0]
    return [name for name in re.findall(r"^  ([a-z-]+) ", section, re.MULTILINE) if name != "help"]


def test_completions() -> None:
    for shell in ("bash", "zsh", "fish", "elvish", "powershell"):
        script = run("completions", shell)
        assert script.returncode == 0
        assert "renew-secret" in script.stdout, shell
    assert run("completions", "cmd").returncode == 2


def test_bash_completes(tmp_path: Path) -> None:
    script = tmp_path / "passerelle.bash"
    script.write_text(run("completions", "bash").stdout, encoding="utf-8")
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")

    def completed(*words: str) -> list[str]:
        line = " ".join(f"'{word}'" for word in words)
        program = f"""source {script}
            COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            _passerelle passerelle "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD - 1]}}"
            printf '%s\\n' "${{COMPREPLY[@]}}" """
        done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=30, check=True)
        return done.stdout.split()

    assert completed("passerelle", "us") == ["user"]
    assert set(completed("passerelle", "user", "")) >= {"list", "show", "delete"}
    assert completed("passerelle", "session", "list", "--st") == ["--status"]
    assert set(completed("passerelle", "session", "list", "--status", "")) >= {"open", "succeeded", "expired"}


def test_manual_pages(tmp_path: Path) -> None:
    """A page of every command, and none that a formatter warns of."""
    assert run("man", str(tmp_path)).returncode == 0
    expected = ["passerelle"]
    for name in commands_of(run("--help").stdout):
        expected.append(f"passerelle-{name}")
        expected += [f"passerelle-{name}-{below}" for below in commands_of(run(name, "--help").stdout)]
    pages = sorted(tmp_path.iterdir())
    assert [page.name for page in pages] == sorted(f"{name}.1" for name in expected)
    assert "passerelle-user-show.1" in {page.name for page in pages}
    first = run("man")
    assert first.stdout == (tmp_path / "passerelle.1").read_text(encoding="utf-8")
    if not shutil.which("groff"):
        pytest.skip("groff is not here: how the pages are formatted was not looked at")
    for page in pages:
        formatted = subprocess.run(
            ["groff", "-man", "-ww", "-Tutf8", str(page)], capture_output=True, text=True, timeout=30, check=True
        )
        assert formatted.stderr == "", page.name
        assert f"{page.stem}(1)" in formatted.stdout, page.name
