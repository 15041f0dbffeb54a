"""The chart that trackers are sent."""

from support.fakes import make_results

from saturate.reports.charts.accuracy_page import round_chart


def test_the_chart_is_a_page_of_its_own_and_escapes():
    page = round_chart("steps", "<b>", make_results().arms[0].rounds)
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert page.count('class="line"') == 3
