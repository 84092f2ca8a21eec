"""mixp commands from scripts that run hundreds of them.

`mixp batch` forks a process for each; one of its own has to load LLVM and MLIR
first, a tenth of a second.
"""

import atexit
import json
import os
import signal
import subprocess
import threading


def in_batches(items, size, is_special):
    """Lists of at most `size` items, those that `is_special` holds for last and
    apart from the others."""
    for special in (False, True):
        group = [item for item in items if is_special(item) == special]
        yield from (group[i:i + size] for i in range(0, len(group), size))


class _Server:
    """One `mixp batch`."""

    def __init__(self, mixp):
        self.process = subprocess.Popen(
            [mixp, "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        atexit.register(self.stop)

    def stop(self):
        """Ends it and the command that it is at."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, words, timeout):
        """The answer, or None after `timeout` seconds."""
        timer = threading.Timer(timeout, self.stop)
        timer.start()
        try:
            self.process.stdin.write(json.dumps(words) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        if answer:
            return json.loads(answer)
        if self.process.wait() == -signal.SIGKILL:
            return None
        raise RuntimeError(f"mixp batch ended with exit status {self.process.returncode}")


class Mixp:
    """Like subprocess.run([mixp, *words], capture_output=True, text=True), from
    any number of threads, each of which has a server."""

    def __init__(self, mixp="mixp"):
        self.mixp = mixp
        self.local = threading.local()

    def run(self, words, timeout=600):
        """A CompletedProcess; TimeoutExpired after `timeout` seconds."""
        words = [str(word) for word in words]
        server = getattr(self.local, "server", None)
        if server is None or server.process.poll() is not None:
            server = self.local.server = _Server(self.mixp)
        answer = server.ask(words, timeout)
        if answer is None:
            raise subprocess.TimeoutExpired([self.mixp, *words], timeout)
        return subprocess.CompletedProcess(
            [self.mixp, *words], answer["exit"], answer["stdout"], answer["stderr"]
        )
