"""On what figures were measured: versions, settings that decide what is kept, the file system and its syncing."""

import os
import platform
import sqlite3
import statistics
import subprocess
import time
from pathlib import Path

import psycopg
import pysqlite3
from floors import SYNCHRONOUS, journal

SETTINGS = ("server_version", "synchronous_commit", "fsync", "wal_sync_method")


def tell(folder: Path, url: str) -> None:
    """Print it; `folder` is where files are, `url` is of the server."""
    with psycopg.connect(url) as raw:
        shown = [f"{name} {raw.execute(f'SHOW {name}'.encode()).fetchall()[0][0]}" for name in SETTINGS]
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    for driver in (sqlite3, pysqlite3):
        journal_of = f"SQLite {driver.sqlite_version} ({driver.__name__}), journal {journal(driver)}"
        print(f"{journal_of}, synchronous {SYNCHRONOUS}")
    print(f"psycopg {psycopg.__version__}, PostgreSQL {', '.join(shown)}")
    print(f"file system {_file_system(folder)}; writing 4 kB and syncing takes {_sync(folder):.0f} µs")


def _file_system(folder: Path) -> str:
    told = subprocess.run(["df", "-T", str(folder)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    return told.splitlines()[-1].split()[1] if told else "unknown"


def _sync(folder: Path) -> float:
    """Median of a hundred, in microseconds."""
    found = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(100):
            file.seek(0)
            started = time.perf_counter()
            file.write(os.urandom(4096))
            os.fsync(file.fileno())
            found.append((time.perf_counter() - started) * 1e6)
    return statistics.median(found)
