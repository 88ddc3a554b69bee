#!/usr/bin/env bash
# Build the wheel and use it where there is nothing else: no checkout, no scrapy.cfg, no development tools.
set -euo pipefail
python=$1
root=$(pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"$python" -m build --wheel --outdir "$place/dist" "$root" >"$place/build.log" 2>&1 || { cat "$place/build.log"; exit 1; }
"$python" -m venv "$place/venv"
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$root/constraints.txt" "$place"/dist/*.whl
mkdir "$place/empty"
cd "$place/empty"
"$place/venv/bin/govreports" --version
"$place/venv/bin/govreports" sites check
"$place/venv/bin/govreports" demo
"$place/venv/bin/python" -m scheduler --help >/dev/null
echo "the wheel works in an empty environment"
