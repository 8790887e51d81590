# shellcheck shell=sh
# What ./run and ./check share: is Rust there, is it new enough, which Debian packages are missing. To be sourced, by a
# script that has set `root` to the project's folder.

# What the program loads while it runs, to open a window under X11 or Wayland. It is not linked to any of it.
window_packages="libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1 libegl1 libgl1-mesa-dri \
libwayland-client0 libwayland-egl1"

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "./$(basename "$0"): $*"
    exit 1
}

# Stops unless rustc is there and not older than Cargo.toml says.
need_rust() {
    if ! command -v cargo >/dev/null 2>&1 && [ -x "${CARGO_HOME:-${HOME:-}/.cargo}/bin/cargo" ]; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH # installed, but the shell was not started anew since
        export PATH
    fi
    wanted=$(sed -n 's/^rust-version *= *"\([0-9.]*\)".*/\1/p' "${root:?}/Cargo.toml")
    if ! command -v cargo >/dev/null 2>&1 || ! found=$(rustc --version 2>/dev/null); then
        fail "Rust $wanted or later is needed and was not found; install it as https://rustup.rs says, then run this again."
    fi
    found=${found#rustc }
    found=${found%%[ -]*}
    if ! at_least "$found" "$wanted"; then
        fail "Rust $wanted or later is needed and this is $found; run 'rustup update stable', then run this again."
    fi
}

# Whether version $1 is $2 or later, by major and minor number.
at_least() {
    major=${1%%.*} minor=${1#*.} minor=${minor%%.*}
    want_major=${2%%.*} want_minor=${2#*.} want_minor=${want_minor%%.*}
    [ "$major" -gt "$want_major" ] || { [ "$major" -eq "$want_major" ] && [ "$minor" -ge "$want_minor" ]; }
}

# Stops unless the parts of the Rust toolchain named are there.
need_components() {
    for component; do
        case $component in
        rustfmt) tool=fmt ;;
        *) tool=$component ;;
        esac
        cargo "$tool" --version >/dev/null 2>&1 ||
            fail "cargo $tool is needed and was not found; run 'rustup component add $component', then run this again."
    done
}

# Packages still to be installed, with a space before each.
missing_packages=

# Notes a package as missing if dpkg does not have it.
want_package() {
    for package; do
        # A word for each architecture that dpkg has heard of: installed, not-installed, config-files.
        case " $(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in
        *" installed "*) ;;
        *) missing_packages="$missing_packages $package" ;;
        esac
    done
}

# Notes package $2 as missing if there is no command $1.
want_command() {
    command -v "$1" >/dev/null 2>&1 || missing_packages="$missing_packages $2"
}

# A C compiler that can link: Rust links with it, and some libraries have C in them.
want_build() {
    if ! printf 'int main(void) { return 0; }\n' | cc -x c -o /dev/null - >/dev/null 2>&1; then
        want_package gcc libc6-dev
    fi
    # Cargo fetches over TLS and knows no authorities of its own.
    if [ ! -e /etc/ssl/certs/ca-certificates.crt ] && [ -z "${SSL_CERT_FILE-}${CARGO_HTTP_CAINFO-}" ]; then
        want_package ca-certificates
    fi
}

# What a window needs.
want_window() {
    # shellcheck disable=SC2086 # a list of words
    want_package $window_packages
}

# What scripts/window-test.sh needs beside that.
want_window_test() {
    want_command Xvfb xvfb
    want_command xdotool xdotool
    want_command import imagemagick
}

has_apt() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1
}

# Installs what was noted as missing, saying what; does nothing if that is nothing.
install_missing() {
    missing_packages=${missing_packages# }
    [ -n "$missing_packages" ] || return 0
    command="apt-get install -y --no-install-recommends $missing_packages"
    say "Installing the Debian packages that are missing: $missing_packages"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif ! command -v sudo >/dev/null 2>&1; then
        fail "only root can install them. Run this as root, then start ./$(basename "$0") again: apt-get update && $command"
    elif [ -t 0 ]; then
        as_root=sudo
    else
        as_root="sudo -n" # nobody is there to type a password
    fi
    # A source that cannot be reached need not be the one that has these packages: let the installation decide.
    # shellcheck disable=SC2086 # words of a command
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || say "apt-get update failed; trying to go on."
    # shellcheck disable=SC2086 # words of a command
    $as_root env DEBIAN_FRONTEND=noninteractive $command -qq -o Dpkg::Use-Pty=0 >/dev/null ||
        fail "they could not be installed. Run this as root, then start ./$(basename "$0") again: apt-get update && $command"
    missing_packages=
}
