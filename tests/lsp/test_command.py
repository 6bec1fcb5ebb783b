"""`dealcheck lsp` itself: its options, what it needs, and the port that only this machine reaches."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dealcheck.cli.main import run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tcp"], "--tcp needs --port"),
        (["--port", "4711"], "--port goes with --tcp"),
        (["--stdio", "--tcp", "--port", "4711"], "exclude each other"),
        (["--tcp", "--port", "0"], "0 is not in the range"),
    ],
)
def test_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lsp", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pygls" or name.startswith("dealcheck.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Missing(), *sys.meta_path])
    assert run(["lsp"]) == 2
    assert "pip install 'dealcheck[lsp]'" in capsys.readouterr().err


class _Missing:
    """Finds no pygls."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] == "pygls":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def test_other_commands_do_not_load_it() -> None:
    program = "import sys; from dealcheck.cli.main import run; run(['--help']); run(['rules', '--select', 'DC450'])"
    program += "; sys.exit(any(name.partition('.')[0] in ('pygls', 'lsprotocol') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_tcp(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dealcheck", "lsp", "--tcp", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        try:
            with _connected(port) as connection:
                connection.sendall(_message("initialize", INITIALIZE, 1))
                answers = b""
                while b'"serverInfo": {"name": "dealcheck"' not in answers:
                    answers += _received(connection)
                connection.sendall(_message("initialized", {}) + _message("shutdown", None, 2))
                while b'"id": 2' not in answers:
                    answers += _received(connection)
                connection.sendall(_message("exit", None))
                process.wait(20)
        finally:
            process.kill()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}


def _message(method: str, params: object, number: int | None = None) -> bytes:
    """A message as it is sent; with a number it is a request."""
    given = {"jsonrpc": "2.0", "method": method, **({"params": params} if params is not None else {})}
    body = json.dumps(given if number is None else {**given, "id": number}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 20)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


def _received(connection: socket.socket) -> bytes:
    found = connection.recv(100_000)
    assert found, "the server has gone"
    return found


def test_the_end_of_input_ends_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dealcheck", "lsp"]
    done = subprocess.run(command, input=b"", capture_output=True, cwd=tmp_path, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


NO_MESSAGES = [b"Content-Length: 5\r\n\r\nhello", b"Content-Length: x\r\n\r\n", b"\xff\xfe\r\n\r\n"]


@pytest.mark.parametrize("sent", NO_MESSAGES)
def test_what_is_no_message_kills_nothing(sent: bytes, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dealcheck", "lsp"]
    given = sent + _message("initialize", INITIALIZE, 1)
    done = subprocess.run(command, input=given, capture_output=True, cwd=tmp_path, timeout=30, check=False)
    assert b'"serverInfo"' in done.stdout
