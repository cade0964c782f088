"""Pictures: the right labels in the right order, equal bytes, and no formulas from data."""

import numpy as np
import pandas as pd
import pytest

from lappendeken.errors import LappendekenError
from lappendeken.plots import heatmap, write_figure

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
