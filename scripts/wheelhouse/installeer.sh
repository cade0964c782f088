#!/bin/sh
# Installeert lappendeken uit deze map, zonder netwerk, in de map `omgeving` hiernaast.
# Een andere Python: PYTHON=/pad/naar/python3.12 ./installeer.sh
set -eu
cd "$(dirname "$0")"
# Wat elders is ingesteld, geldt hier niet.
export PIP_CONFIG_FILE=/dev/null
unset PYTHONHOME PYTHONPATH

past() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3.13 python3.12 python3.11 python3
fi
python=""
for naam in "$@"; do
    if past "$naam"; then
        python=$naam
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11, 3.12 of 3.13 is nodig en is niet gevonden. Vraag uw beheerder erom." >&2
    exit 1
fi

if ! "$python" -m venv --clear omgeving; then
    echo "De map omgeving is niet te maken. Is hier ruimte, mag u hier schrijven, en heeft Python venv?" >&2
    exit 1
fi
if ! omgeving/bin/python -m pip install --isolated --quiet --disable-pip-version-check \
    --no-index --find-links wielen 'lappendeken[office,pdf]'; then
    echo "Het installeren is niet gelukt; de regels hierboven zeggen waarom." >&2
    exit 1
fi
omgeving/bin/lappendeken --versie
echo "Klaar. Begin met: . \"$PWD/omgeving/bin/activate\" en daarna: lappendeken --help"
