"""What programs read: the index of the search, the map of the site, the feed and the rules."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from lappendeken.dutch import capital
from lappendeken.report.document import Section
from lappendeken.site.addresses import search_names
from lappendeken.site.whole import Whole
from lappendeken.tables import Table

LARGEST_INDEX = 150_000
"""Bytes of the index of the search at most, for the country that comes with the program."""


def search_index(whole: Whole) -> bytes:
    """Names and addresses of everything that has a page, as a script that a page may load."""
    addresses, lap = whole.addresses, whole.lap
    former = search_names(lap, addresses.keys("gemeente"))
    names = lap.gemeenten["naam"]
    groups: list[tuple[str, str, list[list[str]]]] = [
        (
            "gemeente",
            "gemeente/",
            [
                [str(names[code]), _stem(addresses.path("gemeente", code)), ", ".join(former[code])]
                for code in addresses.keys("gemeente")
            ],
        ),
        (
            "provincie",
            "provincie/",
            [[one, _stem(addresses.path("provincie", one))] for one in addresses.keys("provincie")],
        ),
        (
            "indeling",
            "indeling/",
            [
                [capital(lap.indeling(one).naam), _stem(addresses.path("indeling", one))]
                for one in addresses.keys("indeling")
            ],
        ),
    ]
    for one in whole.basis.everything:
        found = [
            [str(one.namen[key]), _stem(path)]
            for key in map(str, one.verbanden)
            if (path := addresses.path("verband", key))
        ]
        groups.append((one.enkelvoud, "verband/", found))
    pages = [[name, path.removesuffix(".html")] for path, name in whole.frame.nav]
    groups.append(("bladzijde", "", pages))
    content = [
        {"soort": kind, "map": folder, "namen": [_trimmed(row) for row in rows]}
        for kind, folder, rows in groups
        if rows
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # A script may not hold these two; all else is data.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return f"window.lappendekenZoek={text};\n".encode()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".html")


def _trimmed(row: list[str]) -> list[str]:
    """A row without empty text at its end."""
    return row if row[-1] else row[:-1]


def site_map(pages: Iterable[str], adres: str) -> bytes:
    """All pages for search engines; these want whole addresses."""
    lines = [f"<url><loc>{escape(adres + path)}</loc></url>" for path in sorted(pages)]
    body = "\n".join(lines)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (
        f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    ).encode()


def rules(adres: str) -> bytes:
    """What robots may read: everything."""
    line = f"Sitemap: {adres}sitemap.xml\n" if adres else ""
    return f"User-agent: *\nAllow: /\n{line}".encode()


def feed(whole: Whole, changed: Sequence[str], rows: Sequence[tuple[str, str, str]]) -> bytes:
    """What changed between editions, as Atom: the whole, and every gemeente that moved.

    `rows` are the title, the text and the page of what moved. Addresses are relative to the feed.
    """
    lap, look, adres = whole.lap, whole.frame.look, whole.frame.adres
    day = f"{lap.peildatum.isoformat()}T00:00:00Z"
    own = adres or f"urn:uuid:{uuid5(NAMESPACE_URL, look.titel)}"
    entries = [(f"Wat er veranderde tot {lap.peildatum.year}", " ".join(changed), "jaren.html")]
    entries = [*(entries if changed else []), *rows]
    if not entries:
        told = f"Editie van {lap.peildatum.year}: {len(lap.gemeenten)} gemeenten."
        entries = [(f"De editie van {lap.peildatum.year}", told, "index.html")]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">',
        f"<title>{escape(look.titel)}</title>",
        f"<id>{escape(own)}</id>",
        f"<updated>{day}</updated>",
        "<author><name>lappendeken</name></author>",
        f"<link href={quoteattr(adres + 'index.html')}/>",
        f'<link rel="self" href={quoteattr(adres + "feed.xml")}/>',
    ]
    for title, text, path in entries:
        key = uuid5(NAMESPACE_URL, f"{own}|{lap.peildatum}|{title}|{path}")
        lines += [
            "<entry>",
            f"<title>{escape(title)}</title>",
            f"<id>urn:uuid:{key}</id>",
            f"<updated>{day}</updated>",
            f"<link href={quoteattr(adres + path)}/>",
            f"<summary>{escape(text)}</summary>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def moved(whole: Whole, section: Section) -> list[tuple[str, str, str]]:
    """Every gemeente that chose another verband: title, text and page, from what changed."""
    names = {str(naam): str(code) for code, naam in whole.lap.gemeenten["naam"].items()}
    found = []
    for table in section.blocks:
        if not isinstance(table, Table) or table.name != "overgestapt":
            continue
        heads = [column.head for _, column in table.shown_columns]
        for row in replace(table, printed=None).shown_rows:
            told = "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True))
            if path := whole.addresses.path("gemeente", names.get(row[0], "")):
                found.append((f"{row[0]} stapte over", f"{told}.", path))
    return found
