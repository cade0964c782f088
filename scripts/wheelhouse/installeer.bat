@echo off
rem Installeert lappendeken uit deze map, zonder netwerk, in de map "omgeving" hiernaast.
setlocal
cd /d "%~dp0"
rem Wie dubbelklikt in de zip zelf, of op een netwerkmap zonder letter, staat nu ergens anders.
if not exist "wielen\lappendeken-*.whl" goto map
rem Wat elders is ingesteld, geldt hier niet; en de starter py haalt geen Python op.
set "PIP_CONFIG_FILE=nul"
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"

rem Een python van pyenv is een .bat: zonder call komt die niet terug.
set "PY="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python" "python3") do (
    if not defined PY (
        call %%~P -c "import sys, sysconfig; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13) and sysconfig.get_platform() == 'win-amd64'))" >nul 2>nul
        if not errorlevel 1 set "PY=%%~P"
    )
)
if not defined PY (
    echo Python 3.11, 3.12 of 3.13 ^(64 bit^) is nodig en is niet gevonden.
    echo Vraag uw beheerder erom, of zoek in het softwarecentrum.
    pause
    exit /b 1
)

call %PY% -m venv --clear omgeving
if not %errorlevel%==0 goto mislukt
omgeving\Scripts\python.exe -m pip install --isolated --quiet --disable-pip-version-check --no-index --find-links wielen "lappendeken[office,pdf]"
if not %errorlevel%==0 goto mislukt
omgeving\Scripts\lappendeken.exe --versie
if not %errorlevel%==0 goto mislukt

> start.bat echo @set "PATH=%%~dp0omgeving\Scripts;%%PATH%%"
>> start.bat echo @cmd /k
echo Klaar. Dubbelklik voortaan op start.bat en typ dan: lappendeken --help
pause
exit /b 0

:map
echo De map "wielen" is hier niet te vinden. Pak eerst de hele zip uit, in een map op deze laptop.
pause
exit /b 1

:mislukt
echo Het installeren is niet gelukt; de regels hierboven zeggen waarom.
pause
exit /b 1
