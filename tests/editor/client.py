"""A client of a language server: JSON-RPC over the server's standard streams, as editors speak it."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

PATIENCE = 60.0  # seconds until a server that says nothing more is stopped


class Client:
    """Speaks to one server, whose workspace is `root`; `settings` are told when it asks."""

    def __init__(self, command: Sequence[str], root: Path, settings: Mapping[str, object]) -> None:
        self._command, self._root, self._settings = command, root, settings
        self._sent = 0
        self._told: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        can = {
            "workspace": {"configuration": True},
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
        }
        self.ask("initialize", {"processId": None, "rootUri": self._root.as_uri(), "capabilities": can})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.ask("shutdown", None)
            self._tell("exit", None)
        else:
            self._server.kill()
        self._server.communicate(timeout=PATIENCE)

    def open(self, beside: Path, text: str) -> str:
        """Shows the server a text as a file of its own that lies beside another; gives its URI."""
        self._sent += 1
        uri = beside.with_name(f"{self._sent}.{beside.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def marks(self, uri: str) -> list[dict[str, Any]]:
        """The diagnostics of a text that was opened; the server judges it a moment after it has seen it."""
        while uri not in self._told:
            self._hear()
        return self._told[uri]

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        """What the server says of a place; `line` and `column` count from 0."""
        where = {"line": line, "character": column}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": where})

    def ask(self, method: str, params: object) -> Any:
        """The server's answer to a request; raises RuntimeError with what it says went wrong."""
        self._sent += 1
        self._send({"id": self._sent, "method": method, "params": params})
        while True:
            message = self._hear()
            if message.get("id") == self._sent and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        """The next message; what the server asks itself is answered, and diagnostics are kept."""
        message = self._read()
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            wanted = (
                message["params"].get("items", ()) if message["method"] == "workspace/configuration" else None
            )
            answer = None if wanted is None else [self._settings.get(item["section"], {}) for item in wanted]
            self._send({"id": message["id"], "result": answer})
        return message

    def _read(self) -> dict[str, Any]:
        stream = self._server.stdout
        assert stream
        timer = Timer(PATIENCE, self._server.kill)
        timer.start()
        try:
            length = 0
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            body = stream.read(length)
        finally:
            timer.cancel()
        if not body:
            raise RuntimeError("the server has stopped")
        found: dict[str, Any] = json.loads(body)
        return found
