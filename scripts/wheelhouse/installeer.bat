@echo off
rem Installeert lappendeken uit deze map, zonder netwerk, in de map "omgeving" hiernaast.
setlocal
cd /d "%~dp0"
set "PIP_CONFIG_FILE=nul"

set "PY="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python" "python3") do (
    if not defined PY (
        %%~P -c "import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13) and sys.maxsize > 2**32))" >nul 2>nul && set "PY=%%~P"
    )
)
if not defined PY (
    echo Python 3.11, 3.12 of 3.13 ^(64 bit^) is nodig en is niet gevonden.
    echo Vraag uw beheerder erom, of zoek in het softwarecentrum.
    pause
    exit /b 1
)

%PY% -m venv --clear omgeving
if errorlevel 1 goto mislukt
omgeving\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-index --find-links wielen "lappendeken[office,pdf]"
if errorlevel 1 goto mislukt
omgeving\Scripts\lappendeken.exe --versie
if errorlevel 1 goto mislukt

> start.bat echo @cmd /k ""%%~dp0omgeving\Scripts\activate.bat""
echo Klaar. Dubbelklik voortaan op start.bat en typ dan: lappendeken --help
pause
exit /b 0

:mislukt
echo Het installeren is niet gelukt; de regels hierboven zeggen waarom.
pause
exit /b 1
