"""A ladder's picture in a report."""

import pytest
from support.made_up import EVIL, make_results, picture, sample

from saturate.reports import render
from saturate.reports.picture import picture_svg
from saturate.results.samples import Sample
from saturate.results.schema import Results


def test_lines_disks_and_labels_are_where_the_picture_says():
    svg = picture_svg(picture())
    assert svg.startswith('<svg viewBox="0 0 104 59" width="104" height="59" role="img" ')
    assert 'aria-label="4 places; the way is wrong"' in svg
    assert '<path class="link" d="M52 16H88"/>' in svg
    assert '<path class="link way" d="M16 16H52M52 16H70V43H88"/>' in svg
    assert svg.count('class="jump"') == 1
    assert svg.count("<rect") == 1 and svg.count("<circle") == 4  # the goal has two rings
    assert [label in svg for label in (">3</text>", ">12</text>", ">7</text>", ">9</text>")]


def test_text_of_a_picture_cannot_break_out():
    svg = picture_svg(picture(EVIL, EVIL))
    assert "<script" not in svg and "<img" not in svg and "\u202e" not in svg
    assert svg.count("<svg") == 1


def test_the_report_shows_pictures_of_samples_and_says_how_they_came_out():
    html = render(make_results(samples=[sample(number=2), sample(number=3)]))
    assert html.count('class="wide picture"') == 1
    assert "voted, round 2, rung 5" in html and "4 places; the way is wrong." in html
    assert 'class="wide picture"' not in render(make_results(samples=[sample(number=3)]))


def test_a_page_without_scripts_shows_fewer():
    many = make_results(samples=[sample(number=2)] * 60)
    assert render(many).count('class="wide picture"') == 40
    assert render(many, interactive=False).count('class="wide picture"') == 12


def test_results_hold_a_picture_and_give_it_back():
    results = make_results()
    again = Results.model_validate_json(results.model_dump_json())
    assert again == results
    assert [one.picture for one in again.samples if one.round == 2] == [picture()] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"links": [[0, 9, True]]},
        {"links": [[-1, 0, True]]},
        {"jumps": [[0, 9]]},
        {"spots": []},
    ],
)
def test_lines_to_spots_that_are_not_there_are_refused(change):
    held = sample(number=2).model_dump(mode="json")
    names = ("says", "spots", "links", "jumps")
    held["picture"] = [change.get(n, v) for n, v in zip(names, held["picture"], strict=True)]
    with pytest.raises(ValueError, match="must join spots that are there"):
        Sample.model_validate(held)
