"""One answer of a service on the network, to a file: patient, wary, and continued where it broke.

What goes wrong becomes a `ServiceError` that says so in Dutch; nothing of an answer is repeated in
it. `requests` (extra `cbs`) is imported when a service is first asked.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from lappendeken.dutch import number
from lappendeken.errors import LappendekenError

if TYPE_CHECKING:
    import requests

__all__ = ["Patience", "Service", "ServiceError"]

_AGAIN: Final = (429, 500, 502, 503, 504)
"""The codes of a service that may do better in a moment."""

_PIECE: Final = 8_192
"""Bytes that are written at once; of an answer that is cut, less than this is lost."""

_MOST_REDIRECTS: Final = 5


class ServiceError(LappendekenError):
    """A service did not give what was asked; the message is a Dutch clause without full stop."""


@dataclass(frozen=True)
class Patience:
    """How long a service is waited for, and how often it is asked again.

    Parameters
    ----------
    connect, read : float
        Seconds to wait for a connection, and for the next piece of an answer.
    retries : int
        How often is asked again after no answer, a broken one, or a code such as 503.
    backoff : float
        Seconds: the second time again waits twice this, the third four times, and so on.
    """

    connect: float = 10
    read: float = 60
    retries: int = 3
    backoff: float = 0.5


class Service:
    """What is on the network, for as long as one command runs.

    Parameters
    ----------
    patience : Patience
        How long, and how often.

    Raises
    ------
    ServiceError
        If the library for it is not there.
    """

    def __init__(self, patience: Patience) -> None:
        if find_spec("requests") is None:
            raise ServiceError(
                'ophalen vraagt een extra bibliotheek: pip install "lappendeken[cbs]"'
            )
        import requests  # noqa: PLC0415  an extra
        from requests.adapters import HTTPAdapter  # noqa: PLC0415
        from urllib3.util import Retry  # noqa: PLC0415  comes with it

        from lappendeken import __version__  # noqa: PLC0415

        self._timeout = (patience.connect, patience.read)
        self._retry = Retry(
            patience.retries,
            backoff_factor=patience.backoff,
            status_forcelist=_AGAIN,
            raise_on_status=False,
            # A service may not decide how long this computer sleeps.
            respect_retry_after_header=False,
        )
        self._session = requests.Session()
        self._session.max_redirects = _MOST_REDIRECTS
        self._session.hooks["response"].append(_check_redirect)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=self._retry))
        self._session.headers["User-Agent"] = f"lappendeken/{__version__}"
        # A compressed answer has no places from which it can be continued.
        self._session.headers["Accept-Encoding"] = "identity"
        self._session.headers["Accept"] = "application/geo+json, application/json"

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def save_json(self, address: str, part: Path, *, most: int) -> None:
        """Save an answer, from where an earlier attempt left it if the service can do that."""
        import requests  # noqa: PLC0415  an extra
        from urllib3.exceptions import MaxRetryError, ProtocolError  # noqa: PLC0415

        waiting = self._retry
        while True:
            try:
                with self._ask(address, part) as response:
                    _check(response, part, most)
                    _save(response, part, most)
            except (requests.exceptions.ChunkedEncodingError, _BodyError) as error:
                # The library counts and waits, as it does for answers that do not begin.
                try:
                    waiting = waiting.increment("GET", address, error=ProtocolError("cut"))
                except MaxRetryError:
                    raise ServiceError("het antwoord brak steeds af voor het einde") from error
                waiting.sleep()
            except requests.RequestException as error:
                raise ServiceError(_reason(error, self._timeout[1])) from error
            else:
                _mark(part).unlink(missing_ok=True)
                return

    def _ask(self, address: str, part: Path) -> "requests.Response":
        """Ask for an answer, or for the rest of it."""
        headers: dict[str, str] = {}
        mark = _mark(part)
        if part.is_file() and mark.is_file():
            # Without that mark the answer may have changed in between, and two halves not fit.
            tag = mark.read_text(encoding="latin-1")
            headers = {"Range": f"bytes={part.stat().st_size}-", "If-Range": tag}
        response = self._session.get(address, headers=headers, timeout=self._timeout, stream=True)
        if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and headers:
            response.close()
            mark.unlink()
            return self._ask(address, part)
        return response


class _BodyError(Exception):
    """An answer stopped coming before its end."""


def _mark(part: Path) -> Path:
    """Where the mark (ETag) of a half answer is kept."""
    return part.with_name(part.name + ".etag")


def _check_redirect(response: "requests.Response", **_: object) -> None:
    """Go along to a safe address only."""
    if not response.is_redirect:
        return
    target = urlsplit(urljoin(response.url, response.headers["Location"]))
    here = urlsplit(response.url)
    if target.scheme != "https" and (target.scheme, target.netloc) != (here.scheme, here.netloc):
        raise ServiceError("de dienst verwijst naar een adres dat niet veilig is (geen https)")
    if _owner(target.hostname) != _owner(here.hostname):
        raise ServiceError("de dienst verwijst naar een adres van een ander")


def _owner(host: str | None) -> list[str]:
    """The part of a name that says whose it is: its last two words."""
    return (host or "").lower().split(".")[-2:]


def _check(response: "requests.Response", part: Path, most: int) -> None:
    """Refuse what is no answer, before it is read."""
    if not response.ok:
        raise ServiceError(f"de dienst antwoordt met code {response.status_code}")
    kind = response.headers.get("Content-Type", "").partition(";")[0].lower()
    if "html" in kind:
        raise ServiceError(
            "er kwam een webpagina in plaats van gegevens, zoals van een proxy of een inlogscherm"
        )
    if "json" not in kind:
        raise ServiceError("er kwam iets anders dan JSON")
    size = response.headers.get("Content-Length", "")
    if size.isdecimal() and int(size) > most:
        _too_large(part, most)


def _save(response: "requests.Response", part: Path, most: int) -> None:
    """Write what comes, behind what is there or instead of it."""
    import requests  # noqa: PLC0415  an extra

    known = part.stat().st_size if part.is_file() else 0
    place = response.headers.get("Content-Range", "")
    rest = response.status_code == HTTPStatus.PARTIAL_CONTENT and place.startswith(
        f"bytes {known}-"
    )
    if not rest:
        if response.status_code == HTTPStatus.PARTIAL_CONTENT:
            part.unlink(missing_ok=True)
            raise ServiceError("de dienst gaf een ander deel van het antwoord dan gevraagd")
        known = 0
        _keep_mark(response.headers, part)
    try:
        with part.open("ab" if rest else "wb") as file:
            for piece in response.iter_content(_PIECE):
                file.write(piece)
                known += len(piece)
                if known > most:
                    break
    except requests.ConnectionError as error:
        raise _BodyError from error
    if known > most:
        _too_large(part, most)


def _keep_mark(headers: Mapping[str, str], part: Path) -> None:
    """Keep the mark by which the service knows this very answer, if it gives a strong one."""
    tag = headers.get("ETag", "")
    plain = headers.get("Content-Encoding", "identity") == "identity"
    _mark(part).unlink(missing_ok=True)
    if tag.startswith('"') and tag.isascii() and tag.isprintable() and plain:
        _mark(part).write_text(tag, encoding="latin-1")


def _too_large(part: Path, most: int) -> None:
    """Throw away what cannot be the answer."""
    for file in (part, _mark(part)):
        with suppress(OSError):
            file.unlink()
    raise ServiceError(f"het antwoord is groter dan {number(most // 1_000_000)} MB")


def _reason(error: Exception, seconds: float) -> str:
    """Say in Dutch why there is no answer."""
    import requests  # noqa: PLC0415  an extra
    from urllib3.exceptions import MaxRetryError, ReadTimeoutError  # noqa: PLC0415

    inner = error.args[0] if error.args else None
    cause = inner.reason if isinstance(inner, MaxRetryError) else inner
    if isinstance(error, requests.exceptions.SSLError):
        return "het certificaat van de dienst wordt op uw netwerk niet vertrouwd"
    if isinstance(error, requests.exceptions.ProxyError):
        return "de proxy van uw netwerk laat de dienst niet door"
    if isinstance(error, requests.Timeout) or isinstance(cause, ReadTimeoutError):
        return (
            f"de dienst antwoordt niet binnen {number(seconds, 0 if seconds >= 1 else 1)} seconden"
        )
    if isinstance(error, requests.TooManyRedirects):
        return "de dienst verwijst steeds verder"
    if isinstance(error, requests.ConnectionError):
        return "er is geen verbinding"
    return "het antwoord is niet te begrijpen"
