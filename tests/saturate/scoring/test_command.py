import shlex
from pathlib import Path

from saturate.scoring.command import lm_eval_line


def test_a_shell_reads_a_path_with_blanks_as_one_word():
    folder = Path('/tmp/it\'s a "new" [bench] $HOME')
    words = shlex.split(lm_eval_line(folder, "hard_gsm8k_compose"))
    assert words == [
        "lm_eval", "--include_path", str(folder), "--tasks", "hard_gsm8k_compose",
        "--model", "hf", "--model_args", "pretrained=...",
    ]  # fmt: skip
