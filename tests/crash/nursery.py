"""Many short-lived processes: one that has loaded everything, and a fork of it for each job.

Starting Python with neighborbook takes a second, a fork some milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Self

Said = Mapping[str, object]


class Job:
    """A process that does a job until it ends or is killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._ended = False
        self.returncode = 0
        self.said: list[Said] = []
        self.pid = int(str(self._line()["pid"]))

    def line(self) -> Said | None:
        """Wait for the next thing that the job says; nothing if it has ended."""
        if self._ended:
            return None
        said = self._line()
        if "failed" in said:
            self._line()  # its end
            self._ended = True
            raise AssertionError(said["failed"])
        if "ended" in said:
            self._ended = True
            self.returncode = int(str(said["ended"]))
            return None
        self.said.append(said)
        return said

    def kill(self) -> None:
        """Kill it as ``kill -9`` does; what it has said before can still be read."""
        if not self._ended:
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> list[Said]:
        """Wait for its end; return all that it said."""
        while self.line() is not None:
            pass
        return self.said

    @property
    def killed(self) -> bool:
        """Whether it did not end by itself."""
        return self.returncode == -signal.SIGKILL

    def _line(self) -> Said:
        if self._process.stdout is None:
            raise RuntimeError("the nursery has no voice")
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery has ended")
        said: Said = json.loads(line)
        return said


class Nursery:
    """The process that forks the jobs; one job at a time.

    Args:
        preload: the library that stands between them and the kernel.
    """

    def __init__(self, preload: Path | None = None) -> None:
        environment = dict(os.environ)
        if preload is not None:
            environment["LD_PRELOAD"] = str(preload)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=Path(__file__).parents[2],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, job: str, **arguments: object) -> Job:
        """Fork a process for a job of ``jobs.py``."""
        if self._process.stdin is None:
            raise RuntimeError("the nursery has no ear")
        self._process.stdin.write(json.dumps([job, arguments]).encode() + b"\n")
        self._process.stdin.flush()
        return Job(self._process)

    def run(self, job: str, **arguments: object) -> Job:
        """Do a job to its end."""
        started = self.start(job, **arguments)
        started.end()
        return started


def serve() -> None:
    """Fork a child for each line; it tells its number first, and what became of it last."""
    from tests.crash import jobs

    jobs.use(address=":memory:")
    for line in sys.stdin.buffer:
        name, arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            _do(name, arguments)
        _, status = os.waitpid(child, 0)
        jobs.say(ended=os.waitstatus_to_exitcode(status))


def _do(name: str, arguments: Mapping[str, object]) -> None:
    from tests.crash import jobs

    try:
        jobs.say(pid=os.getpid())
        jobs.JOBS[name](**arguments)
    except BaseException:  # noqa: BLE001  whatever it is, the parent has to hear it
        jobs.say(failed=traceback.format_exc()[-3000:])
    finally:
        os._exit(0)


if __name__ == "__main__":
    serve()
