# Sourced by bin/start and bin/test: finds a Python, keeps .venv in step with a lock file. POSIX sh.
# Expects $root (the project's folder).

# say JAPANESE ENGLISH: one line in the language of the terminal.
say() {
    case ${PMO_SPEAK:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
    ja*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$2" ;;
    esac
}

# Every Python this machine may have, best first, one a line. A pyenv shim may refuse to run: suitable() finds out.
candidates() {
    for name in python3.14 python3.13 python3.12 python3 python; do
        command -v "$name" || :
    done
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}/versions" "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"; do
        for found in "$folder"/*/bin/python3; do
            if [ -x "$found" ]; then printf '%s\n' "$found"; fi
        done
    done
}

# Python 3.12 or later that can make environments and speaks to SQLite and TLS; prints its own path (a shim: what it runs).
suitable() {
    "$1" -I -c '
import sys
if sys.version_info < (3, 12): raise SystemExit(1)
import ensurepip, sqlite3, ssl, venv
print(sys.executable)' 2>/dev/null </dev/null
}

# The first suitable one, asked in the project's folder, where its .python-version holds.
find_python() (
    cd "$root"
    candidates | while IFS= read -r candidate; do
        if suitable "$candidate"; then break; fi
    done
)

# What a lock file asks for, as one word.
fingerprint() {
    cksum <"$root/$1" | tr -d ' '
}

# is_installed LOCK: .venv is whole and holds what the lock file asks for now.
is_installed() {
    [ ! -e "$root/.venv/incomplete" ] && [ -x "$root/.venv/bin/python" ] &&
        [ "$(cat "$root/.venv/$1.installed" 2>/dev/null)" = "$(fingerprint "$1")" ]
}

# install LOCK...: make .venv hold exactly the first lock; the further ones are known to be part of it.
install() {
    is_installed "$1" && return 0
    if [ -e "$root/.venv/incomplete" ] || ! "$root/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
        rm -rf "$root/.venv"
        python=$(find_python)
        if [ -z "$python" ]; then
            say "Python 3.12以上(venvを含む)が見つかりません。python.orgまたはOSのパッケージ(例: apt install python3 python3-venv)で導入してから、もう一度実行してください。" \
                "No Python 3.12 or later (with venv) was found: install one from python.org or your system's packages (such as apt install python3 python3-venv), then run this again." >&2
            return 1
        fi
        mkdir -p "$root/.venv"
        : >"$root/.venv/incomplete"
        "$python" -m venv "$root/.venv" || return 1
    fi
    say "必要なパッケージを導入しています(初回は1分ほどかかります)…" "Installing what is needed (about a minute the first time)…"
    : >"$root/.venv/incomplete"
    "$root/.venv/bin/python" -m pip --disable-pip-version-check install -qq --require-hashes -r "$root/$1" || return 1
    for lock in "$@"; do
        fingerprint "$lock" >"$root/.venv/$lock.installed"
    done
    rm "$root/.venv/incomplete"
}
