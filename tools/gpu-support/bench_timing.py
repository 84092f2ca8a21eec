"""Medians of times between events, contenders by turns."""

import dataclasses
import statistics

import torch

SAMPLE_MS = 5.0  # of calls between two events
MOST_CALLS = 60  # in a sample
CALL_OVERHEAD_MS = 0.06  # to enqueue a call, generously
CYCLES_PER_MS = 2_000_000  # at least, of any clock so far


@dataclasses.dataclass(frozen=True)
class Timing:
    """Milliseconds of a call: the median and quartiles of the samples."""

    median: float
    lower: float
    upper: float
    samples: int


class CudaClock:
    """Times of the device. It is held back while calls are enqueued, so that
    what is measured are kernels and not how fast Python enqueues them."""

    def time(self, calls):
        """Milliseconds that `calls` take together."""
        first, last = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda._sleep(int(CYCLES_PER_MS * CALL_OVERHEAD_MS * (len(calls) + 4)))
        first.record()
        for call in calls:
            call()
        last.record()
        last.synchronize()
        return first.elapsed_time(last)


def measure(clock, contenders, samples):
    """Timings by name. `contenders`: calls by name, one for each set of inputs,
    which take turns so that no call finds its operands in a cache."""
    counts, place = {}, {}
    for name, calls in contenders.items():
        clock.time(calls)  # warms up
        once = clock.time(calls) / len(calls)
        counts[name] = max(1, min(MOST_CALLS, round(SAMPLE_MS / max(once, 1e-6))))
        place[name] = 0
    times = {name: [] for name in contenders}
    for _ in range(samples):
        for name, calls in contenders.items():
            count = counts[name]
            turn = [calls[(place[name] + i) % len(calls)] for i in range(count)]
            place[name] += count
            times[name].append(clock.time(turn) / count)
    return {name: summarize(values) for name, values in times.items()}


def summarize(values):
    if len(values) < 2:
        return Timing(values[0], values[0], values[0], len(values))
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Timing(median, lower, upper, len(values))
