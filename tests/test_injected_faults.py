"""Every command that writes, with a disk, a folder or a person that does not cooperate."""

import errno
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest
from conftest import CODES

from lappendeken.cli import gegevens
from lappendeken.cli.app import _Commands as Commands
from lappendeken.errors import STOPPED
from lappendeken.site.folder import publish

WRITE, REPLACE = Path.write_bytes, Path.replace
PAIR = ("--indeling", "jeugd", "--indeling", "werk")
COMMANDS = {
    "congruentie-csv": ["congruentie", "--uit", "x.csv"],
    "congruentie-xlsx": ["congruentie", "--uit", "x.xlsx"],
    "congruentie-json": ["congruentie", "--uit", "x.json"],
    "congruentie-png": ["congruentie", "--alle", "--uit", "x.png"],
    "kaart-map": ["kaart", "jeugd", "werk", "--uit", "uit"],
    "kaart-html": ["kaart", "jeugd", "werk", "--uit", "x.html"],
    "kaart-png": ["kaart", "jeugd", "werk", "--uit", "x.png"],
    "groep-csv": ["groep", "Dorp A", "Dorp B", "--uit", "x.csv"],
    "exporteer-gpkg": ["gegevens", "exporteer", "x.gpkg"],
    "exporteer-graphml": ["gegevens", "exporteer", "x.graphml"],
    "herindeel": ["gegevens", "herindeel", "--naar", "2017", "--uit", "uit"],
    "inlezen": ["gegevens", "inlezen", "lijst.csv", "--kolom", "jeugd=jeugd", "--uit", "uit"],
    "sjabloon": ["gegevens", "sjabloon", "plan", "--uit", "x.xlsx"],
    "vergelijk": ["gegevens", "vergelijk", "{quilt}", "{quilt}", "--uit", "x.csv"],
    "rapport": ["rapport", "--land", "--vorm", "html,csv,xlsx", "--uit", "uit"],
    "rapport-office": ["rapport", "--land", "--vorm", "docx,dia", "--uit", "uit"],
    "gemeente": ["gemeente", "Dorp A", "--uit", "x.html"],
    "scenario": ["scenario", "plan.csv", "--uit", "x.csv"],
    "optimaal": ["optimaal", *PAIR, "--uit", "x.csv"],
    "optimaal-html": ["optimaal", *PAIR, "--uit", "x.html"],
    "rapport-alle": ["rapport", "--alle-provincies", "--vorm", "csv", "--uit", "uit"],
    "toeval": ["toeval", *PAIR, "--herhalingen", "5", "--uit", "x.csv"],
    "toeval-tex": ["toeval", *PAIR, "--herhalingen", "5", "--uit", "x.tex"],
    "tijd": ["tijd", "{quilt}@2015-06-01", "{quilt}@2016-01-01", "--uit", "x.csv"],
    "casus": ["casus", "woerden-2011", "--uit", "x.html"],
    "stromen": ["stromen", "stromen.csv", "--indeling", "werk", "--uit", "x.csv"],
    "gemeenschappen": ["gemeenschappen", "--samenwerking", "zorg", "--uit", "x.csv"],
    "bestuurslast": ["bestuurslast", "--samenwerking", "zorg", "--n", "5", "--uit", "x.csv"],
    "site": ["site", "uit", "--provincie", "Utrecht"],
}
FILES = {
    "lijst.csv": "gemeente;jeugd\nDorp A;N\nDorp B;N\n",
    "plan.csv": f"actie,indeling,gemeente,van,naar\nverplaats,jeugd,{CODES['E']},O,M\n",
    "stromen.csv": "herkomst,bestemming,aantal\n"
    + "".join(f"{a},{b},{100 + 7 * len(a)}\n" for a in CODES.values() for b in CODES.values()),
}
"""What the commands are about, beside the drawn quilt."""

ELSEWHERE = {"ophalen": "tests/test_cli_ophalen.py, which has the services that it asks"}
"""Commands that write and are tried in another place."""
QUICK = ("congruentie-csv", "herindeel", "inlezen")


def full(self, content):
    """A disk on which half of the file fits."""
    WRITE(self, content[: len(content) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


def locked(self, target):
    """What Windows says of a file that is open in Excel."""
    raise PermissionError(errno.EACCES, "Permission denied")


def forbidden(*_, **__):
    raise PermissionError(errno.EACCES, "Permission denied")


def vanished(*_, **__):
    raise FileNotFoundError(errno.ENOENT, "No such file or directory")


def stopped(number):
    def write(self, content):
        signal.raise_signal(number)
        return WRITE(self, content)

    return write


FAULTS = {
    "full": ("pathlib.Path.write_bytes", full, 1, "de schijf is vol. Maak ruimte vrij"),
    "locked": ("pathlib.Path.replace", locked, 1, "open in een ander programma"),
    "forbidden": ("lappendeken.output.files.tempfile.mkstemp", forbidden, 1, "Kies een andere"),
    "vanished": ("lappendeken.output.files.tempfile.mkstemp", vanished, 1, "deze map bestaat niet"),
    "ctrl-c": ("pathlib.Path.write_bytes", stopped(signal.SIGINT), 130, "Afgebroken"),
    "terminated": ("pathlib.Path.write_bytes", stopped(signal.SIGTERM), 143, "Afgebroken"),
}


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CASES = [
    pytest.param(
        command,
        fault,
        id=f"{command}-{fault}",
        marks=[] if command in QUICK else pytest.mark.slow,
    )
    for command in COMMANDS
    for fault in FAULTS
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "fault"), CASES)
def test_what_stood_is_whole_and_nothing_is_left_behind(
    run, quilt_folder, tmp_path, monkeypatch, record_property, command, fault
):
    record_property("fault", fault)
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_text(content)
    words = COMMANDS[command]
    arguments = [word.replace("{quilt}", str(quilt_folder)) for word in words]
    if arguments == words and command != "casus":
        arguments += ["--gegevens", quilt_folder]
    folder = Path("uit")
    if command == "site":
        assert run(*arguments)[0] == 0
        arguments += ["--titel", "Een andere"]
    elif "uit" in arguments:
        folder.mkdir()
        (folder / "verbanden.csv").write_text("oud")
    else:
        Path(next(one for one in arguments if str(one).startswith("x."))).write_text("oud")
    if command != "site":
        arguments.append("--force")
    before = tree(tmp_path)
    place, instead, code, said = FAULTS[fault]
    with monkeypatch.context() as patch:
        patch.setattr(place, instead)
        ended = run(*arguments)
    assert ended[0] == code, ended[2]
    assert said in ended[2]
    assert "Traceback" not in ended[2]
    after = tree(tmp_path)
    assert [path for path in after if path.name.startswith(".")] == []
    if code == 1:
        assert after == before
        assert "is niet geschreven" in ended[2]
    else:
        # A stop waits until all is in place.
        assert after.keys() >= before.keys()
        assert all(content for content in after.values())


def test_every_command_that_writes_is_tried():
    """A new command that writes belongs in the table above."""
    found = {
        name: getattr(import_module(f"lappendeken.cli.{name}"), name)
        for name in Commands.summaries
        if name != "gegevens"
    }
    found |= {one.callback.__name__: one.callback for one in gegevens.app.registered_commands}
    writing = {name for name, one in found.items() if "uit" in signature(one).parameters}
    assert len(writing) > 18
    tried = {words[words[0] == "gegevens"] for words in COMMANDS.values()}
    assert writing | {"site"} == tried | set(ELSEWHERE)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dit systeem kan een proces niet splitsen")
def test_two_runs_into_one_folder_never_mix(tmp_path):
    from lappendeken.output.files import write_together

    names = [tmp_path / f"{k}.txt" for k in range(12)]
    children = []
    for mark in "ab":
        child = os.fork()
        if not child:
            for _ in range(20):
                write_together(dict.fromkeys(names, mark))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert len({path.read_text() for path in names}) == 1
    assert sorted(tmp_path.iterdir()) == sorted(names)


def test_what_cannot_be_put_back_is_kept_and_named(tmp_path, monkeypatch):
    from lappendeken.errors import OutputError
    from lappendeken.output.files import write_together

    one, two = tmp_path / "een.csv", tmp_path / "twee.csv"
    one.write_text("oud")
    moves = []

    def once(self, target):
        moves.append(target)
        if len(moves) > 1:
            locked(self, target)
        return REPLACE(self, target)

    monkeypatch.setattr("pathlib.Path.replace", once)
    with pytest.raises(OutputError, match=r"een\.csv is niet teruggezet; wat er stond, staat in"):
        write_together({one: "nieuw", two: "nieuw"})
    (kept,) = set(tmp_path.iterdir()) - {one}
    assert kept.read_text() == "oud"


PROCESSES = Path("/proc")
LONG = ["toeval", *PAIR, "--herhalingen", "100000", "--uit", "x.csv", "--force"]
IN_PROCESSES = {
    "toeval": [*LONG, "--kernen", "2"],
    "site": ["site", "uit", "--kernen", "2"],
}
"""Commands that are far from done when their processes have begun."""

STOPS = {"ctrl-c": (signal.SIGINT, os.killpg, 130), "terminated": (signal.SIGTERM, os.kill, 143)}
"""A terminal sends Ctrl-C to all processes of a command; a request to stop comes to the first."""

with_processes = pytest.mark.skipif(not PROCESSES.is_dir(), reason="dit systeem heeft geen /proc")


def session(leader):
    """The processes of a session that live, each with its command line."""
    found = {}
    for one in PROCESSES.glob("[0-9]*"):
        try:
            state, _, _, number = (one / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(number) == leader and state != "Z":
                found[one.name] = (one / "cmdline").read_text()
        except OSError:  # it ended meanwhile
            continue
    return found


def wait_for(what, seconds=120):
    """Until something is so."""
    stop = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < stop, "dit komt niet meer"
        time.sleep(0.02)
    return found


def stop_and_look(arguments, folder, stop, begun):
    """Stop a command that has begun; it says so, and leaves no process and no temporary file."""
    publish(folder / "uit", {"index.html": b"oud"}, "x")
    (folder / "x.csv").write_text("oud")
    before = tree(folder)
    temporary = folder / "tijdelijk"
    temporary.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-m", "lappendeken", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(temporary), "JOBLIB_TEMP_FOLDER": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    number, send, code = STOPS[stop]
    try:
        wait_for(lambda: begun(child) or child.poll() is not None)
        send(child.pid, number)
        _, err = child.communicate(timeout=120)
        wait_for(lambda: not session(child.pid))
    finally:
        for one in session(child.pid):
            os.kill(int(one), signal.SIGKILL)
    assert err == f"{STOPPED}\n"
    # Python itself ends as the signal does when it came while a class was made.
    assert child.returncode in {code, -number}
    assert tree(folder) == before
    assert list(temporary.iterdir()) == []
    assert list(Path("/dev/shm").glob(f"*loky-{child.pid}-*")) == []  # noqa: S108


@pytest.mark.slow
@with_processes
@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("command", IN_PROCESSES)
def test_a_stop_ends_every_process_and_leaves_what_stood(
    quilt_folder, tmp_path, record_property, command, stop
):
    record_property("fault", f"{stop} with processes")

    def begun(child):
        return sum("LokyProcess" in line for line in session(child.pid).values()) > 1

    arguments = [*IN_PROCESSES[command], "--gegevens", quilt_folder]
    stop_and_look(arguments, tmp_path, stop, begun)


@pytest.mark.slow
@with_processes
def test_a_stop_takes_the_work_from_a_cluster_and_leaves_the_cluster(quilt_folder, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        workers = client.run(os.getpid)
        arguments = [*LONG, "--gegevens", quilt_folder, "--cluster", cluster.scheduler_address]
        for stop in STOPS:
            folder = tmp_path / stop
            folder.mkdir()
            stop_and_look(arguments, folder, stop, lambda _: cluster.scheduler.tasks)
            wait_for(lambda: not cluster.scheduler.tasks)
        assert client.run(os.getpid) == workers


LOADING = """
import signal, sys
class Stop:
    def find_spec(self, name, *_):
        if name == "typer":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Stop())
from lappendeken.cli import main
main(["--versie"])
"""


def test_ctrl_c_while_the_program_loads_is_no_traceback():
    done = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", f"{STOPPED}\n")
