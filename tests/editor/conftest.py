"""One language server for all tests of this folder: the one that editors such as VS Code and Neovim use for YAML."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from editor.client import Client
from npm import installed
from schemas import ROOT

SETTINGS = {
    "yaml": {"hover": True, "completion": True, "validate": True, "schemaStore": {"enable": False}},
    "http": {"proxy": "", "proxyStrictSSL": True},
}


@pytest.fixture(scope="session")
def editor() -> Iterator[Client]:
    server = installed(Path(__file__).parent) / "yaml-language-server" / "bin" / "yaml-language-server"
    with Client(["node", str(server), "--stdio"], ROOT, SETTINGS) as client:
        yield client
