#!/bin/sh
# 断网安装 gongkai：sh install.sh [目标文件夹]；不访问网络，不需要管理员权限。Installs without a network.
# 默认目标：root 为 /opt/gongkai，其他用户为当前文件夹下的 gongkai。环境变量 PYTHON 可指定解释器。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" -eq 0 ]; then target=${1:-/opt/gongkai}; else target=${1:-$PWD/gongkai}; fi

fail() { echo "$1" >&2; exit 1; }

case "$(uname -s) $(uname -m)" in
  "@SYSTEM@ @MACHINE@") ;;
  *) fail "本安装包用于 @SYSTEM@ @MACHINE@，本机是 $(uname -s) $(uname -m)，请另取安装包。(made for @SYSTEM@ @MACHINE@)" ;;
esac

python=
for candidate in "${PYTHON:-}" python@PYTHON@ python3 /usr/bin/python@PYTHON@ /usr/local/bin/python@PYTHON@; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys, venv; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "没有找到 Python @PYTHON@，请先安装，或用 PYTHON=/路径/python@PYTHON@ sh install.sh 指定。(Python @PYTHON@ is needed)"

[ ! -e "$target" ] || [ -x "$target/bin/python" ] || [ -z "$(ls -A "$target" 2>/dev/null)" ] ||
  fail "$target 已存在，且不是以前的安装，请另选目标文件夹。($target exists and is no earlier installation)"
"$python" -m venv --without-pip "$target" || fail "不能写入 $target，请另选目标文件夹。(cannot write $target)"
# pip 直接从它自己的安装包中运行；只用本文件夹中的文件，逐个核对散列值。
set -- "$here"/wheels/pip-*.whl
"$target/bin/python" "$1/pip" install --isolated --no-cache-dir --quiet --no-index \
  --disable-pip-version-check --no-warn-script-location --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" ||
  fail "安装没有完成。如提示散列值不符（hash），说明文件在拷贝中损坏，请重新拷贝。(not installed)"
echo "已安装：$target/bin/gongkai"
echo "打开看板：$target/bin/gongkai serve    检查本机：$target/bin/gongkai doctor"
