import pytest

from saturate.reports.safe_text import brief, slug, unbroken, visible


@pytest.mark.parametrize(
    "hidden",
    ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u00ad", "\x00", "\x1b", "\ud800", "\u2028",
     "\U000e0041", "\u3164", "\ufe0f", "\u034f"],
)  # fmt: skip
def test_what_cannot_be_seen_is_written_out(hidden):
    assert visible(f"a{hidden}b") == f"a⟨U+{ord(hidden):04X}⟩b"


def test_text_people_write_stays():
    plain = "2 × 3 = 6,\n\tnaïve café 数学 עברית 👩‍🔬 ñ #### 6"
    assert visible(plain) == plain


def test_marks_piled_up_are_written_out_and_usual_ones_stay():
    assert visible("e\u0301") == "e\u0301"
    assert visible("Z" + "\u0301" * 30).count("⟨U+0301⟩") == 30


def test_long_text_is_cut_and_counted():
    shown = visible("9" * 10_000_000, 100)
    assert shown == "9" * 100 + " … [9,999,900 more characters]"
    assert brief("a\nb  " + "c" * 99, 10) == "a b cccccc…"


@pytest.mark.parametrize("text", ["../../etc/passwd", "<svg onload=x>", "noise:0.1", "🙂", ""])
def test_slugs_are_safe_names(text):
    assert set(slug(text, "arm-1")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(text, "arm-1")


@pytest.mark.parametrize(
    ("plain", "whole"),
    [
        ("rose by 23.8 [21.5, 26.2] points", "rose by 23.8~[21.5,~26.2] points"),
        ("moved by +0.0 [-0.1, +0.2]", "moved by +0.0~[-0.1,~+0.2]"),
        ("80 % power, 95 %", "80~% power, 95~%"),
        ("rung 6 of gsm8k fell to 4 % (100 items)", "rung~6 of gsm8k fell to 4~% (100~items)"),
        ("Rungs 11 to 18 in 3 rounds", "Rungs~11 to 18 in 3~rounds"),
        ("rungs 17, 18; lists 1, 2", "rungs~17, 18; lists 1, 2"),
        ("12 pointless words", "12 pointless words"),
    ],
)
def test_numbers_stay_with_what_they_count(plain, whole):
    assert unbroken(plain) == whole.replace("~", "\u00a0")
