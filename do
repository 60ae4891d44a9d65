#!/bin/sh
# ./do         set up, then build every document into build/
# ./do test    set up, then run every test
# Needs only python3 with its venv module. A second call sets nothing up again.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$here"
: "${HOME:=$here/.venv}"
export HOME

venv="$here/.venv"
python="$venv/bin/python"
stamp="$venv/set-up-from"

if ! command -v python3 >/dev/null 2>&1; then
    echo "do: python3 is needed (Debian: apt-get install python3 python3-venv)" >&2
    exit 2
fi
if ! "$python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    if ! python3 -m venv "$venv" 2>/dev/null; then
        rm -rf "$venv"
        echo "do: python3 has no working venv module (Debian: apt-get install python3-venv)" >&2
        exit 2
    fi
fi
wanted=$(echo "$here"; cat setup.cfg)      # set up again when the project moved or needs something else
if [ "$wanted" != "$(cat "$stamp" 2>/dev/null)" ]; then
    "$python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
    printf '%s\n' "$wanted" >"$stamp"
fi

case "${1-build}" in
    build)
        exec "$python" -m derive.cli build derivations -o build --to md,tex,html --lang en,zh
        ;;
    test)
        shift
        exec "$python" -m pytest "$@"
        ;;
    *)
        echo "do: unknown task '$1': use ./do or ./do test" >&2
        exit 2
        ;;
esac
