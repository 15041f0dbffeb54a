"""The chart that trackers are sent."""

from support.fakes import make_results

from saturate.reports.charts.accuracy_page import round_chart


def test_the_chart_is_a_page_of_its_own_and_escapes():
    page = round_chart("steps", "<b>", make_results().arms[0].rounds)
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert page.count('class="line"') == 3


def test_the_page_of_a_long_arm_grows_no_more_with_its_rounds():
    rounds = make_results(tuple(2 + n / 40 for n in range(60))).arms[0].rounds
    short, long, longer = (round_chart("steps", "voted", rounds[:n]) for n in (12, 30, 60))
    assert [page.count('class="line"') for page in (short, long, longer)] == [12, 12, 12]
    assert "rounds 0 to 11</p>" in short
    assert "rounds 0 to 59, 12 of them drawn</p>" in longer
    for number in (0, 59):
        assert f"<title>round {number}</title>" in longer
