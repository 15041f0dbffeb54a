"""What a process of a run hears, and what is left over of one that is ended."""

import subprocess
import sys

ENDED_CHILD = """
import time
import warnings

from saturate.models.processes import SPAWN, begin_child


def shows_a_bar(begun):
    begin_child(warnings.filters)
    from tqdm import tqdm

    for _ in tqdm(range(1), disable=True):
        begun.send(True)
    time.sleep(60)


if __name__ == "__main__":
    hears, begun = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=shows_a_bar, args=(begun,))
    child.start()
    assert hears.recv()
    child.kill()
    child.join()
    print("ended")
"""


def test_a_child_that_showed_progress_and_is_killed_leaves_no_semaphore(tmp_path):
    # A named lock that it does not let go of is warned of after the last line of a stopped run.
    script = tmp_path / "ended_child.py"
    script.write_text(ENDED_CHILD)
    found = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, check=True
    )
    assert (found.stdout, found.stderr) == ("ended\n", "")


STOPPED_CHILD = """
import os
import signal
import warnings

from saturate.models.processes import SPAWN, begin_child, start_child


def is_stopped_as_it_begins(tells):
    os.kill(os.getpid(), signal.SIGINT)
    begin_child(warnings.filters)
    tells.send("at work")


if __name__ == "__main__":
    hears, tells = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=is_stopped_as_it_begins, args=(tells,))
    start_child(child)
    tells.close()
    print(hears.recv(), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
    child.join()
"""


def test_a_child_hears_no_ctrl_c_before_it_has_begun(tmp_path):
    script = tmp_path / "stopped_child.py"
    script.write_text(STOPPED_CHILD)
    found = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert (found.stdout, found.stderr) == ("at work False\n", "")
