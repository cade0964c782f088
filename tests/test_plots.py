"""Pictures: the right labels in the right order, equal bytes, and no formulas from data."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lappendeken.drawing.plots import Chance, heatmap, histograms, lines, write_figure
from lappendeken.errors import LappendekenError

NAMES = pd.Series({"a": "een", "b": "<b>twee</b> $x^2$", "c": "drie"})


@pytest.fixture
def matrix():
    values = [[1, 0.5, np.nan], [0.5, 1, -0.1], [np.nan, -0.1, 1]]
    return pd.DataFrame(values, list("abc"), list("abc"))


def test_rows_and_columns_have_their_labels_in_order(matrix):
    axes = heatmap(matrix.loc[list("cab"), list("cab")], NAMES, title="T").axes[0]
    rows = [tick.get_text() for tick in axes.get_yticklabels()]
    assert rows == ["drie", "een", r"<b>twee</b> \$x^2\$"]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == rows


def test_the_scale_reaches_from_the_lowest_to_1(matrix):
    image = heatmap(matrix, NAMES, title="T").axes[0].images[0]
    assert image.get_clim() == (-0.1, 1.0)
    assert np.ma.getmaskarray(image.get_array()).sum() == 2


def test_an_unknown_label_stands_for_itself(matrix):
    axes = heatmap(matrix, pd.Series({"a": "een"}), title="T").axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["een", "b", "c"]


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_second_run_gives_the_same_bytes(tmp_path, matrix, ending):
    for name in ("een", "twee"):
        figure = heatmap(matrix, NAMES, title="Titel", caption="Bron: $niets$")
        write_figure(tmp_path / f"{name}.{ending}", figure)
    first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("een", "twee"))
    assert first == second


def test_text_of_a_drawing_is_text(tmp_path, matrix):
    path = tmp_path / "x.svg"
    write_figure(path, heatmap(matrix, NAMES, title="Titel", caption="Bron: <script>"))
    text = path.read_text(encoding="utf-8")
    assert "&lt;b&gt;twee&lt;/b&gt; $x^2$" in text
    assert "Bron: &lt;script&gt;" in text
    assert "<script" not in text
    assert "http-equiv" not in text


def test_an_unknown_ending_is_refused(tmp_path, matrix):
    with pytest.raises(LappendekenError, match=r"\.png, \.svg"):
        write_figure(tmp_path / "x.jpg", heatmap(matrix, NAMES, title="T"))


@pytest.fixture
def panels():
    samples = np.array([0.1, 0.2, 0.2, 0.3])
    return [
        Chance("een <b> $x$", "ARI", samples, 0.7, "p = 0,2"),
        Chance("twee", "V", samples, -0.5, ""),
        Chance("drie", "ECS", np.array([1.0, 1.0]), 1.0, ""),
    ]


def test_a_histogram_holds_all_samples_and_a_line_where_the_score_was_found(panels):
    first, second, third = histograms(panels, columns=2, title="T").axes
    assert sum(bar.get_height() for bar in first.patches) == 4
    assert first.lines[0].get_xdata() == [0.7, 0.7]
    assert first.get_title(loc="left") == r"een <b> \$x\$"
    found = [one.get_legend().get_texts()[1].get_text() for one in (first, second)]
    assert found == ["gevonden: 0,700 (p = 0,2)", "gevonden: -0,500"]
    assert [one.get_xlabel() for one in (first, second, third)] == ["ARI", "V", "ECS"]
    low, high = second.get_xlim()
    assert low < -0.5 < 0.3 < high
    assert first.get_subplotspec().get_gridspec().get_geometry() == (2, 2)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_histograms_give_the_same_bytes_twice(tmp_path, panels, ending):
    for name in ("een", "twee"):
        figure = histograms(panels, columns=2, title="Toeval", caption="Bron: <i>")
        write_figure(tmp_path / f"{name}.{ending}", figure)
    first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("een", "twee"))
    assert first == second


def test_lines_leave_gaps_and_names_stand_apart():
    days = [date(2015, 1, 1), date(2016, 1, 1), date(2023, 1, 1)]
    series = {
        "een": (days, [0.5, 0.5, 0.5]),
        "twee": (days, [0.4, float("nan"), 0.5]),
        "drie": (days, [float("nan")] * 3),
    }
    axes = lines(series, title="$Door de tijd$").axes[0]
    assert [text.get_text() for text in axes.texts] == ["een", "twee"]
    heights = [text.xy[1] for text in axes.texts]
    assert heights[1] - heights[0] > 0.04
    # Together they stand as high as the lines end.
    assert sum(heights) / 2 == pytest.approx(0.5)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [
        "01-01-2015",
        "01-01-2016",
        "01-01-2023",
    ]
