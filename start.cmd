@echo off
rem Windows: a double click starts Desirepath inside WSL, the Linux that comes with Windows.
setlocal
where wsl.exe >nul 2>nul
if errorlevel 1 goto nowsl
rem Without a Linux in it, WSL is there and can run nothing.
wsl.exe --exec true >nul 2>nul
if errorlevel 1 goto nowsl
pushd "%~dp0"
if errorlevel 1 goto nofolder
wsl.exe --exec sh ./start.sh %*
set status=%errorlevel%
popd
if not "%status%"=="0" pause
exit /b %status%

:nowsl
echo.
echo Desirepath runs on Windows inside WSL, which is not set up on this computer.
echo Open the Start menu, type PowerShell, right-click it, choose "Run as administrator", and type:
echo.
echo     wsl --install
echo.
echo Restart the computer, open Ubuntu from the Start menu once, and start this again. docs\guide\windows.md has every step.
echo.
pause
exit /b 1

:nofolder
echo.
echo This folder cannot be opened from here. Copy it to a folder on drive C and start it there.
echo.
pause
exit /b 1
