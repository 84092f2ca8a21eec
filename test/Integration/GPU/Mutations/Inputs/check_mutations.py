"""Seeds mistakes into working kernels, each of which has to be caught.

Each kernel is compiled to PTX and run as it is, which has to pass. Then the text
is changed, one mistake at a time, and run on the emulator: it has to stop with
an error of a class that is named for the mistake, or `mixp run --check-outputs`
has to find a result out of its bound.

Prints a line for each mutation and a table; exits with 1 where a mutation
survives, could not be applied, or is caught by something else. Mistakes that
the emulator is known not to see are run, too; one that it sees after all is
told, so that it can be moved to the others.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).parents[4]))
from batch import Mixp  # noqa: E402
from kernels import KERNELS  # noqa: E402
from mutation import WRONG, Mutation  # noqa: E402
from ptx_text import NotFound, PtxText  # noqa: E402
from seeded import MUTATIONS, UNOBSERVED  # noqa: E402

# Those of the emulator, as its messages name them.
CLASSES = (
    "out-of-bounds", "misaligned", "race", "uninitialized-shared", "missing-proxy-fence",
    "accumulator-in-flight", "missing-wgmma-fence", "wgmma-descriptor", "tensor-map",
    "mbarrier-misuse", "barrier-misuse", "divergent-collective", "deadlock", "step-limit",
    "trap", "bad-operand",
)
SURVIVED = "survived"
LIMIT_SECONDS = 60
# A mistake that is none, and one whose place no kernel has.
SELF_TEST = [
    Mutation("a comment", ("f16-sm80",), lambda ptx: ptx.insert(0, "// no change"), ("race",)),
    Mutation("no such place", ("f16-sm80",), lambda ptx: ptx.find("no such place"), ("race",)),
    Mutation("another class", ("f16-sm80",), lambda ptx: ptx.delete(ptx.find(r"bar\.sync")),
             ("deadlock",)),
    Mutation("no PTX", ("f16-sm80",), lambda ptx: ptx.insert(0, "nonsense"), ("race",)),
    Mutation("two edits", ("f16-sm80",),
             lambda ptx: [ptx.delete(at) for at in ptx.find_all(r"bar\.sync")], ("race",)),
]


class Prepared:
    """A kernel's PTX and the command that runs a changed one."""

    def __init__(self, mixp, name, folder):
        self.kernel = KERNELS[name]
        self.mixp = mixp
        self.folder = folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        model = self.kernel.write_model(self.folder)
        self.command = [
            "run", model, f"--target={self.kernel.target}", "--gpu=emulator",
            "--check-outputs", *self.kernel.inputs(self.folder),
        ]
        original = self.folder / "original.ptx"
        mixp.run(["compile", model, f"--target={self.kernel.target}", "--emit=ptx",
                  "-o", original]).check_returncode()
        # As the changed ones are written, so that nothing else differs.
        self.text = str(PtxText(original.read_text()))
        verdict, message = self.run("unchanged", self.text)
        if verdict != SURVIVED:
            raise SystemExit(f"{name}: the unchanged kernel fails: {verdict}: {message}")

    def run(self, name, text):
        """Who catches the text, and the message."""
        path = self.folder / (re.sub(r"\W+", "-", name) + ".ptx")
        path.write_text(text)
        try:
            done = self.mixp.run([*self.command, f"--ptx={path}"], timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            return "hangs", f"no end after {LIMIT_SECONDS} s"
        message = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        if done.returncode == 0:
            return SURVIVED, message
        if done.returncode == 2 and "check failed" in done.stderr:
            return WRONG, message
        found = re.search(r"\.ptx:\d+: ([a-z-]+): ", message)
        if done.returncode == 1 and found and found[1] in CLASSES:
            return found[1], message
        return "fails", f"exit status {done.returncode}: {message}"


def try_mutation(mutation, prepared):
    """Who caught it, the message, and what is wrong with that, if anything."""
    ptx = PtxText(prepared.text)
    try:
        mutation.apply(ptx)
    except (NotFound, IndexError, TypeError) as error:
        return "not applied", str(error), "could not be applied"
    expected = mutation.edits or max(ptx.edits, 1)
    if ptx.edits != expected or str(ptx) == prepared.text:
        return "not applied", "", f"expected {expected} edits but got {ptx.edits}"
    verdict, message = prepared.run(mutation.name, str(ptx))
    if verdict == SURVIVED:
        known = mutation in UNOBSERVED
        return verdict, message, None if known else "was not caught"
    if verdict not in mutation.caught:
        return verdict, message, f"expected {' or '.join(mutation.caught)}"
    return verdict, message, None


def print_unobserved(rows):
    for mutation, kernel, verdict in rows:
        if verdict != SURVIVED and mutation in UNOBSERVED:
            print(f"{kernel}: {mutation.name}: caught by now: move it to the others")


def print_table(rows):
    width = max(len(mutation.name) for mutation, _, _ in rows)
    kernels = max(len(kernel) for _, kernel, _ in rows)
    print(f"\n{'mutation':{width}}  {'kernel':{kernels}}  caught by")
    for mutation, kernel, verdict in rows:
        print(f"{mutation.name:{width}}  {kernel:{kernels}}  {verdict}")


def run_all(pool, pairs, prepared, verbose):
    """Rows of the table, and texts of what is wrong."""
    futures = [
        (mutation, kernel, pool.submit(try_mutation, mutation, prepared[kernel]))
        for mutation, kernel in pairs
    ]
    rows, failures = [], []
    for number, (mutation, kernel, future) in enumerate(futures, 1):
        verdict, message, failure = future.result()
        print(f"[{number}/{len(futures)}] {kernel}: {mutation.name}: {verdict}", flush=True)
        if verbose or failure:
            print(f"    {message}")
        rows.append((mutation, kernel, verdict))
        if failure:
            failures.append(f"{kernel}: {mutation.name}: {verdict}: {failure}")
    return rows, failures


def list_all(mutations):
    """Each mutation in each kernel that it fits."""
    return [(mutation, kernel) for mutation in mutations for kernel in mutation.kernels]


def list_once(mutations):
    """Each mutation in the kernel that has fewest so far."""
    uses = collections.Counter()
    pairs = []
    for mutation in mutations:
        kernel = min(mutation.kernels, key=lambda name: uses[name])
        uses[kernel] += 1
        pairs.append((mutation, kernel))
    return pairs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mixp", default=shutil.which("mixp"),
                        help="the tool (default: that in PATH)")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the texts")
    parser.add_argument("--filter", default="", help="regular expression for 'kernel: mutation'")
    parser.add_argument("--jobs", type=int, default=2, help="mutations at a time")
    parser.add_argument("--verbose", action="store_true", help="print each message")
    parser.add_argument("--self-test", action="store_true",
                        help="mutations that have to be reported as not caught")
    parser.add_argument("--once", action="store_true",
                        help="each mutation in one kernel only, by turns; still each kernel")
    options = parser.parse_args()
    mutations = SELF_TEST if options.self_test else MUTATIONS + UNOBSERVED
    pairs = (list_once if options.once else list_all)(mutations)
    pairs = [(mutation, kernel) for mutation, kernel in pairs
             if re.search(options.filter, f"{kernel}: {mutation.name}")]
    if not pairs:
        raise SystemExit(f"no mutation matches '{options.filter}'")
    mixp = Mixp(options.mixp)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        used = {kernel for _, kernel in pairs}
        names = [name for name in KERNELS if name in used]
        prepared = dict(zip(names, pool.map(
            lambda name: Prepared(mixp, name, options.work), names)))
        print(f"{len(names)} unchanged kernels pass", flush=True)
        rows, failures = run_all(pool, pairs, prepared, options.verbose)
    print_table(rows)
    print_unobserved(rows)
    counts = collections.Counter(verdict for _, _, verdict in rows)
    print("\ncaught by: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))
    for failure in failures:
        print(f"FAILED {failure}")
    mutations = len({id(mutation) for mutation, _ in pairs})
    print(f"{mutations} mutations of {len(names)} kernels, {len(rows)} runs, "
          f"{len(failures)} failed")
    sys.exit(bool(failures))


main()
