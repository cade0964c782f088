"""The page of a gemeente: its verbanden, its partners, and where it stands."""

import math

from lappendeken.dutch import listing, percentage
from lappendeken.report.document import Text
from lappendeken.report.gemeente import first_figures, first_sentences
from lappendeken.report.gemeente_tables import partners_table, verbanden_section
from lappendeken.report.landscape import Landscape
from lappendeken.site.page import HOME, Chapter, Chart, Link, Links, Page
from lappendeken.site.whole import Whole
from lappendeken.wording import texts


def gemeente_page(whole: Whole, code: str) -> Page:
    """Make the page of a gemeente."""
    land = Landscape(whole.basis, code)
    path = whole.addresses.path("gemeente", code)
    province = whole.addresses.path("provincie", land.province)
    summary = first_sentences(land)
    neighbours = whole.names(land.neighbours)
    sections = [
        Chapter("partners", "De partners", (_map(whole, land, path), partners_table(land))),
        verbanden_section(land),
        *(
            (Chapter("buren", "De buurgemeenten", (Links(tuple(neighbours)),)),)
            if neighbours
            else ()
        ),
    ]
    return Page(
        path,
        f"Gemeente in {land.province}",
        land.name,
        f"Met wie werkt {land.name} samen, en past dat op elkaar? {summary[0]}",
        (HOME, Link(land.province, province), Link("Gemeenten", "gemeente/index.html")),
        summary,
        first_figures(land),
        (),
        tuple(sections),
        f"{code}, {texts.people(whole.basis.inwoners([code]))}.",
        picture=whole.picture("provincie", land.province),
    )


def _map(whole: Whole, land: Landscape, path: str) -> Chart | Text:
    """Where the partners lie: in how many domeinen each is one."""
    table = land.main_partners
    if table.empty:
        return Text((f"{land.name} heeft in deze domeinen geen partners.",))
    domains = [texts.domain(one) for one in whole.basis.main]
    most = len(domains)
    times = {str(code): int(amount) for code, amount in table.sum(axis=1).items()}
    kinds = {code: _shade(amount, most) for code, amount in times.items()}
    words = {
        code: listing([domains[k] for k, there in enumerate(row) if there])
        for code, row in zip(table.index, table.to_numpy().tolist(), strict=True)
    }
    kinds[land.code] = "zelf"
    legend = [("zelf", land.name)]
    for amount in range(most, 0, -1):
        here = sum(one == amount for one in times.values())
        if here:
            noun = f"in alle {most}" if amount == most else f"in {amount} van de {most}"
            legend.append((_shade(amount, most), f"partner {noun} ({here})"))
    score = float(land.scores["congruence"])
    told = "" if math.isnan(score) else f" Territoriale congruentie: {percentage(score)}."
    caption = f"De partners van {land.name} voor {listing(domains)}.{told}"
    svg = whole.shapes.draw(kinds, whole.links(path), about=kinds, words=words)
    return Chart(svg, caption, tuple(legend))


def _shade(amount: int, most: int) -> str:
    """The class of a partner in so many domeinen."""
    if most == 1:
        return "vlak4"
    return f"vlak{1 + round((amount - 1) * 3 / (most - 1))}"
