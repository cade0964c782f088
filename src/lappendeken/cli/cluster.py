"""`--cluster` and `--kernen`: where long work is done."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any

import typer

from lappendeken import __version__
from lappendeken.cli import options
from lappendeken.errors import LappendekenError, WrongUsageError

Kernen = Annotated[
    int | None,
    typer.Option(
        metavar="GETAL",
        parser=options.whole_number(1),
        help="Aantal kernen; anders één, en bij veel werk alle.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADRES", help="Reken op een Dask-cluster, zoals tcp://10.0.0.5:8786."),
]

_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([^/\s:]+|\[[^/\s]+\]):\d+")
_SECONDS = 10
"""How long the scheduler of a cluster may take to answer."""


def check(kernen: int | None, cluster: str | None) -> None:
    """Refuse cores and a cluster at once, before anything is read."""
    if kernen is not None and cluster is not None:
        raise WrongUsageError("Kies --kernen of --cluster, niet allebei.")


@contextmanager
def workers(address: str | None) -> Iterator[None]:
    """Let joblib work on a Dask cluster, when there is an address."""
    if address is None:
        yield
        return
    told = f"--cluster: op '{address}' antwoordt geen Dask-cluster; geef het adres van de "
    told += "scheduler, zoals tcp://10.0.0.5:8786."
    if not _ADDRESS.fullmatch(address):
        raise WrongUsageError(told)
    try:
        import distributed
    except ImportError as error:
        raise LappendekenError(
            'Voor --cluster is Dask nodig: pip install "lappendeken[cluster]".'
        ) from error
    from joblib import parallel_config

    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WrongUsageError(told) from error
    with client:
        _check_versions(client, address)
        with parallel_config("dask", client=client):
            yield


def _check_versions(client: Any, address: str) -> None:
    """Refuse workers on which the same seed could give another result."""
    found = client.run(version, "lappendeken", on_error="return")
    if not found:
        raise WrongUsageError(
            f"--cluster: de cluster op '{address}' heeft geen werkers. Start ze "
            f"daar met: dask worker {address}"
        )
    other = sorted(worker for worker, known in found.items() if known != __version__)
    if other:
        raise LappendekenError(
            f"Op {len(other)} van de {len(found)} werkers staat niet versie {__version__} van "
            f"lappendeken, bijvoorbeeld op {other[0]}. Installeer daar dezelfde versie."
        )
