"""What is left over of a process of a run that is ended."""

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
