#!/bin/sh
# What no wheel carries: Python itself, Pango and a font for the PDFs, Chromium for the browser tests.
#
#   ops/system.sh [--look] python|pdf|browser…
#
# Installs what is missing with apt, where this user may; otherwise says which command would. With --look only looks.
# Leaves with 0 when everything asked for is there, with 3 when something is still missing.
set -u
PYTHON=${PYTHON:-python3}

python_is_there() {
    # ensurepip is what Debian ships apart, in python3-venv
    "$PYTHON" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

pdf_is_there() {
    "$PYTHON" - <<'END' 2>/dev/null && font_is_there
import ctypes
for library in ("gobject-2.0.so.0", "pango-1.0.so.0", "pangoft2-1.0.so.0", "harfbuzz.so.0", "harfbuzz-subset.so.0", "fontconfig.so.1"):
    ctypes.CDLL("lib" + library)
END
}

font_is_there() {
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        -iname 'LiberationSans-Regular.*' 2>/dev/null | grep -q .
}

browser_is_there() {
    # libatomic is what the program that drives the browser is linked with, and its wheel does not bring
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null &&
        "$PYTHON" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null
}

packages_for() {
    case $1 in
        python) echo python3 python3-venv ;;
        pdf) echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 ;;
        browser) echo chromium libatomic1 ;;
    esac
}

purpose_of() {
    case $1 in
        python) echo 'Python 3.11 or later, with venv' ;;
        pdf) echo 'the libraries and the font that PDFs are made with' ;;
        browser) echo 'Chromium, which the browser tests drive, and a library for that' ;;
    esac
}

install() {
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    # shellcheck disable=SC2086 # one word per package
    $sudo apt-get install -y -qq --no-install-recommends $1 </dev/null >/dev/null 2>&1 && return
    $sudo apt-get update -qq </dev/null && $sudo apt-get install -y -qq --no-install-recommends $1 </dev/null >/dev/null
}

look=
[ "${1-}" = --look ] && look=yes && shift
missing=
for part; do
    case $part in python | pdf | browser) ;; *) echo "ops/system.sh: no such part: $part" >&2; exit 2 ;; esac
    "${part}_is_there" || missing="$missing $part"
done
[ -z "$missing" ] && exit 0
[ -n "$look" ] && exit 3

packages=$(for part in $missing; do packages_for "$part"; done | tr '\n' ' ')
if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; else sudo=none; fi
if command -v apt-get >/dev/null && [ "$sudo" != none ]; then
    echo "Installing with apt: $packages"
    install "$packages"
fi

for part in $missing; do
    "${part}_is_there" && continue
    echo "Missing: $(purpose_of "$part"). Install it and try again:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $(packages_for "$part")" >&2
    status=3
done
exit ${status:-0}
