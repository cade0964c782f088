"""PDOK and StatLine on this machine: five gemeenten in the form that the services give them.

    gemeenten   jeugdregio   arbeidsmarktregio
    A B C       n n o        x y y
    D E .       n o .        x y .

The boundaries come in two pages. What a service does wrong is a step in its script: each request
takes the next step, and when there is none the answer is good.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import shapely
from sources import box

from lappendeken.reading.fetching.service import Patience

QUICK = Patience(connect=2, read=1.0, retries=2, backoff=0.001)
CODES = ("GM0141", "GM0147", "GM0148", "GM0150", "GM0153")
PLACES = dict(zip(CODES, ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1)), strict=True))
NAMES = dict(zip(PLACES, ("Aldorp", "Bedorp", "Cedorp", "Dedorp", "Edorp"), strict=True))
JEUGD = dict(zip(PLACES, "nnono", strict=True))
WERK = dict(zip(PLACES, "xyyxy", strict=True))
TABLE = "86059NED"
KINDS = ("shapes", "more", "table", "titles")


class Request(NamedTuple):
    """What was asked: of `KINDS`, with the query and the headers."""

    kind: str
    query: dict[str, list[str]]
    headers: dict[str, str]


Step = Callable[[BaseHTTPRequestHandler, bytes], None]


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    size: int | None = None,
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if size is None else size))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int) -> Step:
    return lambda handler, body: send(handler, b"{}", status=code, Retry_After="3600")


def html(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, b"<html>Log in</html>", kind="text/html; charset=utf-8")


def slow(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    time.sleep(1.5)


def raw(text: bytes) -> Step:
    return lambda handler, body: send(handler, text)


def cut(handler: BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
    """Promise the whole and send half."""
    send(handler, body[: len(body) // 2], size=len(body), **headers)


def cut_marked(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    cut(handler, body, ETag='"v1"')


def rest(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send what was asked of the same answer."""
    start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
    assert handler.headers["If-Range"] == '"v1"'
    place = f"bytes {start}-{len(body) - 1}/{len(body)}"
    send(handler, body[start:], status=206, Content_Range=place)


def redirect(target: str) -> Step:
    return lambda handler, body: send(handler, b"", status=302, Location=target)


class Services:
    """Both services, what they were asked, and what they will do wrong."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.script: dict[str, list[Step]] = defaultdict(list)
        self.names = dict(NAMES)
        self.year = 2025
        self.root = ""

    @property
    def addresses(self) -> dict[str, str]:
        return {"pdok": f"{self.root}/ogc/v1", "statline": f"{self.root}/odata"}

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.asked]

    def answer(self, kind: str) -> bytes:
        """The good answer."""
        content: dict[str, Any]
        if kind in {"shapes", "more"}:
            codes = list(PLACES)[:3] if kind == "shapes" else list(PLACES)[3:]
            path = "/ogc/v1/collections/gemeente_gegeneraliseerd/items?f=json&cursor=abc"
            next_link = {"rel": "next", "href": f"{self.root}{path}"}
            content = {
                "type": "FeatureCollection",
                "numberReturned": len(codes),
                "links": [{"rel": "self", "href": "x"}, *([next_link] * (kind == "shapes"))],
                "features": [self.feature(code) for code in codes],
            }
        elif kind == "table":
            content = {"odata.metadata": "x", "value": self.rows()}
        else:
            content = {"odata.metadata": "x", "value": [{"ID": 0, "Key": "RegioS"}]}
        # Large enough to arrive in pieces.
        return json.dumps(content).encode().ljust(40_000)

    def feature(self, code: str) -> dict[str, Any]:
        return {
            "type": "Feature",
            "id": code,
            "properties": {
                "jaarcode": self.year,
                "jrstatcode": f"{self.year}{code}",
                "rubriek": "gemeente",
                "statcode": code,
                "statnaam": self.names[code],
            },
            "geometry": shapely.geometry.mapping(box(*PLACES[code])),
        }

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "ID": k,
                "RegioS": code.ljust(10),
                "Code_1": code.ljust(10),
                "Naam_2": self.names[code].ljust(40),
                "Code_3": f"AM{ord(WERK[code]) - 96:02d}".ljust(10),
                "Naam_4": f"Werk {WERK[code]}".ljust(40),
                "Code_5": f"JZ{ord(JEUGD[code]) - 96:02d}".ljust(10),
                "Naam_6": f"Jeugd {JEUGD[code]}".ljust(40),
                "Code_7": "PV23      ",
                "Naam_8": "Overijssel".ljust(40),
                "Inwonertal_9": 1000 * (k + 1),
            }
            for k, code in enumerate(PLACES)
        ]


def _kind(path: str, query: dict[str, list[str]]) -> str:
    if path.endswith("/gemeente_gegeneraliseerd/items"):
        return "more" if "cursor" in query else "shapes"
    return {f"/odata/{TABLE}/TypedDataSet": "table"}.get(
        path, "titles" if path == f"/odata/{TABLE}/DataProperties" else "none"
    )


@contextmanager
def running() -> Iterator[Services]:
    """Both services, for as long as the block lasts."""
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            kind = _kind(parts.path, query)
            services.asked.append(Request(kind, query, dict(self.headers)))
            steps = services.script[kind]
            step = steps.pop(0) if steps else None
            if kind == "none":
                step = status(404)
            body = services.answer(kind) if kind in KINDS else b""
            with suppress(BrokenPipeError, ConnectionResetError):
                (step or send)(self, body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    services.root = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
