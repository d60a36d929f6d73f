"""Runs a command and says what it took: wall seconds, processor seconds, peak memory of that process (wait4)."""
import os
import subprocess
import sys
import time
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RINGFENCE = os.environ.get("RINGFENCE_PROGRAM", os.path.join(ROOT, "build/release/ringfence"))
WORK = os.path.join(ROOT, "build/bench")
DATA = os.path.join(ROOT, "../shared/data")


@dataclass
class Took:
    wall: float
    cpu: float
    peak: int  # bytes
    status: int


def run(argv, stdin=None, stdout=None, stderr=None, one_core=False):
    """`stdin`, `stdout`, `stderr`: paths. A missing one is /dev/null."""
    began = time.monotonic()
    with open(stdin or os.devnull, "rb") as i, open(stdout or os.devnull, "wb") as o, open(stderr or os.devnull, "wb") as e:
        # taskset: what several threads might do is not to be counted as one core's work
        p = subprocess.Popen((["taskset", "-c", "0"] if one_core else []) + argv, stdin=i, stdout=o, stderr=e, env=dict(os.environ, NO_COLOR="1"))
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    return Took(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, p.returncode)


def best(tries):
    """The try that was least disturbed; memory is the worst of all."""
    t = min(tries, key=lambda t: t.wall)
    return Took(t.wall, min(x.cpu for x in tries), max(x.peak for x in tries), t.status)


def line(name, took, base=None):
    ratio = "" if base is None else f"   time x{took.wall / base.wall:.2f}   processor x{took.cpu / base.cpu:.2f}   memory x{took.peak / base.peak:.2f}"
    print(f"  {name:<42} {took.wall:7.2f} s  {took.cpu:7.2f} s processor  {took.peak / 1e6:7.0f} MB{ratio}")


def skipped(why):
    print(f"skipped: {why}")
    sys.exit(0)
