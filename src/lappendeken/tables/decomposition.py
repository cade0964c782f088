"""Whether the quilt became tidier between two dates, and what herindeling and choice did."""

from collections import Counter

import pandas as pd

from lappendeken.dutch import count, listing, long_date, number, percentage
from lappendeken.measures.registry import MEASURES
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Cell, Column, Kind, Table
from lappendeken.timeline import Decomposition
from lappendeken.timeline.decomposition import BY_CHOICE, BY_HERINDELING, FITS_NO_MORE, FITS_NOW

_TOGETHER = "territorial_congruence"
_STATES = ("before", "merged", "after", "by_herindeling", "by_choice")
_DUTCH = dict(
    zip(_STATES, ("eerst", "herindeeld", "nu", "door_herindeling", "door_keuzes"), strict=True)
)
_SAME = 0.005
"""Less than this is no difference to speak of: half a percent point."""


def frames(found: Decomposition) -> dict[str, pd.DataFrame]:
    """The results for data files, by name, with Dutch heads."""
    scores = found.scores().reset_index()
    whole = found.congruence().to_frame().T.assign(a="", b="", measure=_TOGETHER)
    names = found.after.gemeenten["naam"]
    moves = found.moves()
    moves.insert(2, "naam", moves["gemeente"].map(names))
    return {
        "scores": pd.concat([scores, whole], ignore_index=True).rename(
            columns=_DUTCH | {"measure": "maat"}
        ),
        "passend": found.fits().rename(columns={"change": "verandering", "cause": "door"}),
        "overgestapt": moves.rename(
            columns={"event": "gebeurtenis", "before": "eerst", "after": "nu"}
        ),
        "gemeenten": found.gemeenten().rename(columns=_DUTCH).rename_axis("gemeente").reset_index(),
    }


def told(found: Decomposition) -> list[str]:
    """The answer in sentences."""
    return [_as_a_whole(found), _exactly(found), _causes(found), _who(found)]


def _as_a_whole(found: Decomposition) -> str:
    """Whether the quilt fits better than it did."""
    whole = found.congruence()
    first, last = (one.peildatum.year for one in (found.before, found.after))
    change = float(whole["after"] - whole["before"])
    how = "even goed als" if abs(change) < _SAME else f"{'beter' if change > 0 else 'slechter'} dan"
    return (
        f"De lappendeken past als geheel {how} toen: de territoriale congruentie was gemiddeld "
        f"{percentage(float(whole['before']), 1)} in {first} en is "
        f"{percentage(float(whole['after']), 1)} in {last}."
    )


def _exactly(found: Decomposition) -> str:
    """Whether more verbanden fit exactly, and what made them."""
    equal = found.scores().xs("gelijk", level="measure")
    before, after = (int(equal[state].sum()) for state in ("before", "after"))
    more = "evenveel" if before == after else "meer" if after > before else "minder"
    pairs = count(len(equal), "paar indelingen", "paren indelingen")
    fits = found.fits()
    causes = Counter(zip(fits["change"], fits["cause"], strict=True))
    parts = []
    for change, verb in ((FITS_NOW, "Erbij kwamen er"), (FITS_NO_MORE, "eraf gingen er")):
        by = {name: causes[change, name] for name in (BY_HERINDELING, BY_CHOICE)}
        listed = listing([f"{amount} door {name}" for name, amount in by.items() if amount])
        parts.append(f"{verb} {sum(by.values())}{f' ({listed})' if listed else ''}")
    return (
        f"Er zijn {more} verbanden die precies passen: over {pairs} samen {after}, tegen {before} "
        f"in {found.before.peildatum.year}. {parts[0]}; {parts[1]}."
    )


def _causes(found: Decomposition) -> str:
    """How much came by herindeling and how much by choice."""
    whole = found.congruence()
    by = [f"{_step(float(whole[one]), share=True)} procentpunt" for one in _STATES[3:]]
    return (
        f"Herindelingen alleen (van {len(found.before.gemeenten)} naar "
        f"{len(found.after.gemeenten)} gemeenten) veranderden de territoriale congruentie met "
        f"{by[0]}, keuzes met {by[1]}."
    )


def _who(found: Decomposition) -> str:
    """How many gemeenten chose otherwise, and for whom that made a difference."""
    chose = found.moves()["gemeente"].nunique()
    gained = found.gemeenten()["by_choice"]
    more, less = int((gained > 0).sum()), int((gained < 0).sum())
    return (
        f"{count(chose, 'gemeente koos', 'gemeenten kozen')} in ten minste één domein een ander "
        f"verband. Door keuzes {'heeft' if more == 1 else 'hebben'} "
        f"{count(more, 'gemeente', 'gemeenten')} nu vaker dezelfde partners, en {less} minder "
        "vaak. Zo kan beide waar zijn: een verband dat precies past telt als één, het gemiddelde "
        "telt elke gemeente."
    )


def dates(found: Decomposition) -> list[str]:
    """On what the comparison rests."""
    done = found.converted
    if done is None:
        return []
    conflicts = done.conflicts[done.conflicts["indeling"].isin(found.indelingen)]
    times = len(conflicts[["indeling", "gemeente_code", "datum"]].drop_duplicates())
    first, last = (long_date(one.peildatum) for one in (found.before, found.after))
    sentence = (
        f"Herindeling eerst, dan keuzes: de gegevens van {first} zijn op de gemeenten van {last} "
        "gebracht. Waar samengevoegde gemeenten in verschillende verbanden zaten "
        f"({count(times, 'keer', 'keer')}), geldt het verband van de meeste inwoners; wat de "
        "nieuwe gemeente daarna anders koos, telt als keuze."
    )
    return [sentence]


def scores(found: Decomposition) -> Table:
    """Every pair at the two dates, and what lies between."""
    names = labels(found.after.indelingen["enkelvoud"])
    rows: list[tuple[Cell, ...]] = []
    for row in frames(found)["scores"].to_dict("records"):
        measure = str(row["maat"])
        # The number of verbanden that fit is no measure, but stands among them.
        known = MEASURES.get(measure)
        share, decimals = known is not None and known.kind == "share", 3 if known else 0
        states = [
            percentage(row[_DUTCH[one]], 1) if share else number(row[_DUTCH[one]], decimals)
            for one in _STATES[:3]
        ]
        steps = [_step(row[_DUTCH[one]], decimals, share=share) for one in _STATES[3:]]
        pair = f"{names[row['a']]} – {names[row['b']]}" if row["a"] else "alle samen"
        rows.append((pair, known.short if known else measure, states[0], *steps, states[2]))
    columns = (
        Column("paar", "paar", once=True),
        Column("maat", "maat"),
        Column("eerst", str(found.before.peildatum.year), Kind.COUNT),
        Column("door_herindeling", "door herindeling", Kind.COUNT),
        Column("door_keuzes", "door keuzes", Kind.COUNT),
        Column("nu", str(found.after.peildatum.year), Kind.COUNT),
    )
    return Table("scores", "Hoe goed zij passen, toen en nu", columns, tuple(rows))


def _step(value: float, decimals: int = 1, *, share: bool = False) -> str:
    """A difference between two figures with its sign; of shares in percent points."""
    amount = 100 * value if share else value
    decimals = 1 if share else decimals
    text = number(abs(amount), decimals)
    return text if text == number(0, decimals) else f"{'+' if amount > 0 else '-'}{text}"


def fits(found: Decomposition) -> Table:
    """The verbanden that came to fit exactly, and those that no longer do."""
    names = labels(found.after.indelingen["enkelvoud"])
    columns = (
        Column("verandering", "wat", once=True),
        Column("a", "indeling A", labels=names, width=0),
        Column("verband_a", "verband van A"),
        Column("b", "indeling B", labels=names, width=0),
        Column("verband_b", "verband van B"),
        Column("door", "door"),
    )
    frame = frames(found)["passend"]
    for side in ("a", "b"):
        frame[f"verband_{side}"] = [
            f"{names[one]} {verband}"
            for one, verband in zip(frame[side], frame[f"verband_{side}"], strict=True)
        ]
    return select(
        "passend",
        "Verbanden die precies gingen passen, of niet meer",
        frame.sort_values("verandering", kind="stable", ascending=False),
        columns,
        empty="Geen enkel verband ging precies passen of hield daarmee op.",
    )


def moves(found: Decomposition) -> Table:
    """The gemeenten that chose another verband."""
    columns = (
        Column("naam", "gemeente"),
        Column("indeling", "indeling", labels=labels(found.after.indelingen["enkelvoud"])),
        Column("eerst", f"in {found.before.peildatum.year}"),
        Column("nu", f"in {found.after.peildatum.year}"),
    )
    return select(
        "overgestapt",
        "Gemeenten die een ander verband kozen",
        frames(found)["overgestapt"],
        columns,
        empty="Geen enkele gemeente koos een ander verband.",
    )
