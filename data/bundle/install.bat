@echo off
rem 断网安装 gongkai：install.bat [目标文件夹]；不访问网络，不需要管理员权限。Installs without a network.
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\gongkai\program"

set "PY=%PYTHON%"
if "%PY%"=="" set "PY=py -@PYTHON@"
%PY% -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@' or sys.maxsize < 2**32)" 2>nul
if errorlevel 1 (
  set "PY=python"
  python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@' or sys.maxsize < 2**32)" 2>nul
)
if errorlevel 1 (
  echo 没有找到 64 位的 Python @PYTHON@，请先安装，或先执行 set PYTHON=C:\路径\python.exe。
  exit /b 1
)

%PY% -m venv --without-pip "%TARGET%"
if errorlevel 1 (
  echo 不能写入 %TARGET%，请另选目标文件夹。
  exit /b 1
)
rem pip 直接从它自己的安装包中运行；只用本文件夹中的文件，逐个核对散列值。
for %%f in ("%HERE%wheels\pip-*.whl") do set "PIPWHEEL=%%f"
"%TARGET%\Scripts\python.exe" "%PIPWHEEL%\pip" install --isolated --no-cache-dir --quiet --no-index --disable-pip-version-check --no-warn-script-location --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.txt"
if errorlevel 1 (
  echo 安装没有完成。如提示散列值不符（hash），说明文件在拷贝中损坏，请重新拷贝。
  exit /b 1
)
echo 已安装：%TARGET%\Scripts\gongkai.exe
echo 打开看板："%TARGET%\Scripts\gongkai.exe" serve    检查本机："%TARGET%\Scripts\gongkai.exe" doctor
