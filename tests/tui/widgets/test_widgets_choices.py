"""The body picture, the pain rating and the answers: keys, mouse, sizes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App

import coach.tui
from coach.core.figure.drawing.body import body_map
from coach.core.figure.figure import View
from coach.core.vocabulary import BodyArea, Side
from coach.tui.theme import COACH_DARK
from coach.tui.widgets import body_drawing as drawing
from coach.tui.widgets.answers import AnswerBar
from coach.tui.widgets.body_picture import BodyPicture
from coach.tui.widgets.rating import PainRating

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.message import Message
    from textual.widget import Widget


class Stage(App[None]):
    """One widget, and a list of what it said."""

    CSS_PATH = Path(coach.tui.__file__).with_name("app.tcss")

    def __init__(self, shown: Widget) -> None:
        super().__init__()
        self.shown = shown
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.shown

    def on_mount(self) -> None:
        self.register_theme(COACH_DARK)
        self.theme = COACH_DARK.name
        self.shown.focus()

    async def on_event_heard(self, message: Message) -> None:
        """Keep what was said."""
        self.heard.append(message)

    on_body_picture_picked = on_event_heard
    on_body_picture_highlighted = on_event_heard
    on_pain_rating_rated = on_event_heard
    on_pain_rating_skipped = on_event_heard
    on_answer_bar_answered = on_event_heard


def screen_lines(app: App[None]) -> list[str]:
    """What the window shows, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def picks(app: Stage) -> list[tuple[BodyArea, Side | None]]:
    """The places picked so far."""
    return [(news.area, news.side) for news in app.heard if isinstance(news, BodyPicture.Picked)]


def highlights(app: Stage) -> list[tuple[BodyArea, Side | None]]:
    """The places highlighted so far."""
    return [(news.area, news.side) for news in app.heard if isinstance(news, BodyPicture.Highlighted)]


def test_the_drawing_is_symmetrical_and_every_area_cell_is_on_the_body() -> None:
    assert {len(row) for row in drawing.FIGURE} == {len(row) for row in drawing.FRONT} == {24}
    for view, rows in ((View.BACK, drawing.FIGURE), (View.FRONT, drawing.FRONT)):
        for y in range(drawing.HEIGHT):
            for x in range(drawing.WIDTH):
                assert drawing.area_at(x, y, view) is drawing.area_at(drawing.WIDTH - 1 - x, y, view)
                assert drawing.area_at(x, y, view) is None or rows[y][x] != " "
    assert {area for row in body_map(View.FRONT).areas for area in row} == {None, BodyArea.NECK, BodyArea.SHOULDER}


async def test_the_front_is_there_too_where_there_is_room_and_can_be_clicked_as_in_a_mirror() -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)) as pilot:
        picture, row = app.query_one(BodyPicture), drawing.LABEL_ROW[BodyArea.SHOULDER]
        front = picture._front_at
        places = [(x, place) for x in range(front, 80) if (place := picture.place_at(x, row))]
        assert places[0][1] == (BodyArea.SHOULDER, Side.LEFT)
        assert places[-1][1] == (BodyArea.SHOULDER, Side.RIGHT)
        assert picture.place_at(places[0][0] + 2, drawing.LABEL_ROW[BodyArea.MID_BACK]) is None
        await pilot.click(BodyPicture, offset=(places[-1][0], row))
        assert picks(app) == [(BodyArea.SHOULDER, Side.RIGHT)]
    small = Stage(BodyPicture())
    async with small.run_test(size=(70, 24)):
        assert "mirror" not in "\n".join(screen_lines(small))


@pytest.mark.parametrize("area", BodyArea)
def test_every_area_has_a_left_a_middle_and_a_right_to_click_on(area: BodyArea) -> None:
    row = drawing.LABEL_ROW[area]
    sides = [drawing.side_at(x, row) for x in range(drawing.WIDTH) if drawing.area_at(x, row) is area]
    assert sides.count(Side.LEFT) == sides.count(Side.RIGHT) >= 1
    assert sides.count(None) >= 2
    assert drawing.side_at(0, 0) is None


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize(("key", "area"), [(str(n), area) for n, area in enumerate(BodyArea, 1)])
async def test_a_digit_picks_its_area_at_once(key: str, area: BodyArea, size: tuple[int, int]) -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=size) as pilot:
        await pilot.press(key)
        assert picks(app) == [(area, None)]


async def test_arrows_move_over_areas_and_sides_and_stop_at_the_ends() -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "down", "down", "left", "left", "enter")
        assert highlights(app) == [
            (BodyArea.SHOULDER, None),
            (BodyArea.UPPER_BACK, None),
            (BodyArea.UPPER_BACK, Side.LEFT),
        ]
        await pilot.press("right", "right", "right", *["down"] * 9, "enter")
        assert picks(app) == [(BodyArea.UPPER_BACK, Side.LEFT), (BodyArea.LOWER_BACK, Side.RIGHT)]


async def test_a_digit_keeps_the_side_that_was_chosen() -> None:
    app = Stage(BodyPicture(side=Side.RIGHT))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert picks(app) == [(BodyArea.SHOULDER, Side.RIGHT)]


@pytest.mark.parametrize("area", BodyArea)
@pytest.mark.parametrize("side", drawing.SIDES)
async def test_a_click_on_the_figure_picks_the_place(area: BodyArea, side: Side | None) -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)) as pilot:
        row = drawing.LABEL_ROW[area]
        places = [(x, row) for x in range(80) if app.query_one(BodyPicture).place_at(x, row) == (area, side)]
        assert await pilot.click(BodyPicture, offset=places[0])
        assert picks(app) == [(area, side)]


async def test_the_left_of_the_figure_is_left_of_its_right() -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)):
        picture, row = app.query_one(BodyPicture), drawing.LABEL_ROW[BodyArea.MID_BACK]
        places = [picture.place_at(x, row) for x in range(drawing.WIDTH)]
        sides = [place[1] for place in places if place and place[0] is BodyArea.MID_BACK]
        assert (sides[0], sides[-1]) == (Side.LEFT, Side.RIGHT)


async def test_a_click_on_a_name_picks_it_and_one_beside_the_figure_does_nothing() -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)) as pilot:
        row = drawing.LABEL_ROW[BodyArea.LOWER_BACK]
        column = screen_lines(app)[row].index("Lower")
        await pilot.click(BodyPicture, offset=(0, 3))
        assert app.heard == []
        await pilot.click(BodyPicture, offset=(column, row))
        assert picks(app) == [(BodyArea.LOWER_BACK, None)]


async def test_the_highlight_is_shown_by_brackets_and_in_words() -> None:
    app = Stage(BodyPicture(area=BodyArea.MID_BACK, side=Side.LEFT))
    async with app.run_test(size=(80, 24)):
        lines = screen_lines(app)
        row = lines[drawing.LABEL_ROW[BodyArea.MID_BACK]]
        assert "[4 Mid back, left side]" in row
        figure = row.split("─")[0]
        assert "[" in figure
        assert "]" in figure
        assert sum("[" in line for line in lines) == 1
        for name in ("1 Neck", "2 Shoulder", "3 Upper back", "5 Lower back"):
            assert any(name in line for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (56, 20), (40, 12)])
async def test_pain_logged_lately_is_shown_as_a_number(size: tuple[int, int]) -> None:
    app = Stage(BodyPicture({BodyArea.UPPER_BACK: 7, BodyArea.SHOULDER: 10}))
    async with app.run_test(size=size):
        shown = {area: next(line for line in screen_lines(app) if drawing.area_name(area) in line) for area in BodyArea}
        assert "7" in shown[BodyArea.UPPER_BACK]
        assert "10" in shown[BodyArea.SHOULDER]
        assert not any(char in shown[BodyArea.LOWER_BACK] for char in "01")


async def test_new_marks_are_drawn() -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(BodyPicture).marks = {BodyArea.NECK: 9}
        await pilot.pause()
        assert "pain 9" in "\n".join(screen_lines(app))


@pytest.mark.parametrize(
    ("size", "is_list"), [((80, 24), False), ((54, 19), False), ((53, 24), True), ((80, 17), True)]
)
async def test_without_room_the_picture_becomes_a_list(size: tuple[int, int], is_list: bool) -> None:
    app = Stage(BodyPicture())
    async with app.run_test(size=size):
        assert app.query_one(BodyPicture).is_list is is_list
        assert ("\u28ff" in "\n".join(screen_lines(app))) is not is_list


async def test_the_list_at_40_columns_shows_digits_sides_and_the_highlight() -> None:
    app = Stage(BodyPicture(area=BodyArea.SHOULDER, side=Side.RIGHT))
    async with app.run_test(size=(40, 12)):
        lines = screen_lines(app)
        assert lines[0].split() == ["1", "Neck", "left", "both", "right"]
        assert lines[1].split() == ["▸2", "Shoulder", "left", "both", "[right]"]


@pytest.mark.parametrize(
    ("word", "side"), [("left", Side.LEFT), ("both", None), ("right", Side.RIGHT), ("Upper", None)]
)
async def test_a_click_in_the_list_picks_area_and_side(word: str, side: Side | None) -> None:
    app = Stage(BodyPicture(side=Side.RIGHT))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(BodyPicture, offset=(screen_lines(app)[2].index(word), 2))
        assert picks(app) == [(BodyArea.UPPER_BACK, side)]


@pytest.mark.parametrize(("key", "level"), [*((str(n), n) for n in range(10)), ("x", 10)])
async def test_a_key_rates_at_once(key: str, level: int) -> None:
    app = Stage(PainRating())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(key)
        assert [news.level for news in app.heard if isinstance(news, PainRating.Rated)] == [level]


async def test_enter_rates_nothing_before_an_arrow_has_moved() -> None:
    app = Stage(PainRating())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert app.heard == []
        await pilot.press("right", "right", "right", "left", "enter")
        assert [news.level for news in app.heard if isinstance(news, PainRating.Rated)] == [1]


async def test_the_highlight_of_the_rating_comes_in_from_either_end_and_stops_there() -> None:
    app = Stage(PainRating())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("left", "right")
        assert app.query_one(PainRating).highlighted == 10
        assert "[10]" in screen_lines(app)[1]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (34, 12)])
@pytest.mark.parametrize("level", [0, 5, 10])
async def test_a_click_on_a_number_rates(size: tuple[int, int], level: int) -> None:
    app = Stage(PainRating())
    async with app.run_test(size=size) as pilot:
        await pilot.click(PainRating, offset=(screen_lines(app)[1].index(str(level)), 1))
        assert [news.level for news in app.heard if isinstance(news, PainRating.Rated)] == [level]


async def test_a_click_on_the_words_under_the_rating_does_nothing() -> None:
    app = Stage(PainRating())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(PainRating, offset=(20, 2))
        assert app.heard == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_the_rating_says_what_its_ends_mean_and_how_to_say_10(size: tuple[int, int]) -> None:
    async with Stage(PainRating()).run_test(size=size) as pilot:
        shown = "\n".join(screen_lines(pilot.app))
        assert "0 no pain" in shown
        assert "10 worst you can think of" in shown
        assert "x = 10" in shown


@pytest.mark.parametrize(("key", "value"), [("n", "no"), ("y", "yes"), ("u", "not-sure")])
async def test_a_letter_answers(key: str, value: str) -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(key)
        assert [news.value for news in app.heard if isinstance(news, AnswerBar.Answered)] == [value]


async def test_enter_answers_nothing_before_an_arrow_has_moved() -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "space")
        assert app.heard == []
        assert app.query_one(AnswerBar).highlighted is None
        await pilot.press("right", "right", "enter")
        assert [news.value for news in app.heard if isinstance(news, AnswerBar.Answered)] == ["yes"]


async def test_a_cleared_bar_has_no_default_answer_again() -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("left")
        assert "[u Not sure]" in screen_lines(app)[1]
        app.query_one(AnswerBar).clear()
        await pilot.press("enter")
        assert app.heard == []
        assert "[" not in screen_lines(app)[1]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
@pytest.mark.parametrize(("word", "value"), [("No", "no"), ("Yes", "yes"), ("Not sure", "not-sure")])
async def test_a_click_on_a_button_answers(size: tuple[int, int], word: str, value: str) -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=size) as pilot:
        await pilot.click(AnswerBar, offset=(screen_lines(app)[1].index(word), 1))
        assert [news.value for news in app.heard if isinstance(news, AnswerBar.Answered)] == [value]


async def test_a_highlighted_answer_keeps_its_box_whole_at_40_columns() -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("left")
        lines = screen_lines(app)
        assert len(set(map(len, lines[:3]))) == 1
        assert lines[1].endswith("┃u Not sure┃")


async def test_a_click_between_two_buttons_answers_nothing() -> None:
    app = Stage(AnswerBar())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(AnswerBar, offset=(screen_lines(app)[0].index("╮") + 1, 1))
        assert app.heard == []


async def test_the_answers_fit_in_one_row_and_can_still_be_clicked() -> None:
    bar = AnswerBar()
    bar.styles.height = 1
    app = Stage(bar)
    async with app.run_test(size=(40, 12)) as pilot:
        line = screen_lines(app)[0]
        assert line.split() == ["n", "No", "y", "Yes", "u", "Not", "sure"]
        await pilot.click(AnswerBar, offset=(line.index("Yes"), 0))
        assert [news.value for news in app.heard if isinstance(news, AnswerBar.Answered)] == ["yes"]


@pytest.mark.parametrize("widget", [BodyPicture, PainRating, AnswerBar])
async def test_every_widget_lives_through_a_window_of_a_few_cells(widget: type[Widget]) -> None:
    app = Stage(widget())
    async with app.run_test(size=(5, 2)) as pilot:
        await pilot.press("right", "down", "enter")
        await pilot.resize_terminal(120, 40)
        assert any(line.strip() for line in screen_lines(app))
