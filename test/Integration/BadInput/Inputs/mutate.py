"""Runs mixp on damaged copies of models; any end but 0 or 1 is a failure."""

import concurrent.futures
import pathlib
import random
import subprocess
import sys

COMMANDS = (
    ("run", "--random=1", "--pipeline=cpu"),
    ("run", "--random=1", "--pipeline=reference"),
    ("compile", "--emit=llvm", "-o", "-"),
    ("quantize", "--scheme=bf16", "-o", "-"),
)


def damage(data, rng):
    """Truncates, overwrites, deletes, repeats or flips bits."""
    data = bytearray(data)
    kind = rng.randrange(5)
    if kind == 0:
        return bytes(data[: rng.randrange(len(data))])
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data))
        if kind == 1:
            data[at] = rng.randrange(256)
        elif kind == 2 and len(data) > 16:
            del data[at : at + rng.randrange(1, 9)]
        elif kind == 3:
            start = rng.randrange(len(data))
            data[at:at] = data[start : start + rng.randrange(1, 17)]
        else:
            data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def try_one(folder, model, number):
    """What went wrong, or nothing."""
    rng = random.Random(f"{model.name} {number}")
    path = folder / f"{model.stem}-{number}{model.suffix}"
    path.write_bytes(damage(model.read_bytes(), rng))
    subcommand, *options = COMMANDS[number % len(COMMANDS)]
    command = ["mixp", subcommand, str(path), *options]
    try:
        done = subprocess.run(command, capture_output=True, timeout=30)
    except subprocess.TimeoutExpired:
        return f"{' '.join(command)}: hangs"
    if done.returncode not in (0, 1):
        return f"{' '.join(command)}: exit status {done.returncode}"
    if done.returncode == 1 and b"error:" not in done.stderr:
        return f"{' '.join(command)}: no message"
    path.unlink()
    return None


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    models = [pathlib.Path(name) for name in sys.argv[3:]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = [
            pool.submit(try_one, folder, model, number)
            for model in models
            for number in range(count)
        ]
        failures = [text for text in (r.result() for r in results) if text]
    for text in failures:
        print(text)
    print(f"{len(results)} damaged models, {len(failures)} failures")


main()
