#!/bin/sh
# Opens the program's window on a screen of its own, looks at it, and closes it.
#
#   sh scripts/window-test.sh [PROGRAM [PICTURE.png]]
#
# PROGRAM is target/debug/jianbao if it is not given. The picture of the screen is kept only if PICTURE.png is given.
# Exit: 0 the window showed text and closed; 1 it did not; 2 bad usage; 77 Xvfb, xdotool or ImageMagick is not installed.
set -u

window_limit_s=60 # until there is a window
paint_limit_s=60  # from then until it shows text: software rendering on a busy machine is slow
close_limit_s=10  # from Ctrl+Q until the process has ended
width_px=1600
height_px=1000

say() { printf 'window test: %s\n' "$*" >&2; }

for tool in Xvfb xdotool import convert; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        say "$tool is not installed; it needs: apt-get install xvfb xdotool imagemagick"
        exit 77
    fi
done

program=${1:-$(dirname "$0")/../target/debug/jianbao}
if [ $# -gt 2 ] || [ ! -x "$program" ] || [ -d "$program" ]; then
    say "usage: window-test.sh [PROGRAM [PICTURE.png]]; $program is not a program that can be run"
    exit 2
fi
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")

dir=$(mktemp -d) || exit 2
picture=${2:-$dir/picture.png}
case $picture in
/*) ;;
*) picture=$PWD/$picture ;;
esac
server='' app=''

# shellcheck disable=SC2317 # called by trap
clean_up() {
    [ -z "$app" ] || kill -KILL "$app" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

fail() {
    say "$1"
    if [ -s "$dir/app.log" ]; then
        say "the last lines that the program wrote:"
        tail -n 20 "$dir/app.log" >&2
    fi
    exit 1
}

running() { kill -0 "$1" 2>/dev/null; }

now() { date +%s; }

# An X server picks a free display itself and writes its number into the file.
Xvfb -displayfd 3 -screen 0 "${width_px}x${height_px}x24" -nolisten tcp -noreset 3>"$dir/display" 2>"$dir/server.log" &
server=$!
end=$(($(now) + 20))
while [ ! -s "$dir/display" ]; do
    running "$server" || fail "Xvfb did not start: $(tail -n 3 "$dir/server.log")"
    [ "$(now)" -lt "$end" ] || fail "Xvfb named no display within 20 s"
    sleep 0.1
done
DISPLAY=:$(cat "$dir/display")
export DISPLAY

# A user who has never started the program, and no session around it.
mkdir "$dir/home" "$dir/config" "$dir/data" "$dir/cache" "$dir/state" "$dir/work"
mkdir -m 700 "$dir/runtime"
(
    cd "$dir/work" || exit 2
    unset WAYLAND_DISPLAY WAYLAND_SOCKET DBUS_SESSION_BUS_ADDRESS
    export HOME="$dir/home" XDG_CONFIG_HOME="$dir/config" XDG_DATA_HOME="$dir/data" XDG_CACHE_HOME="$dir/cache"
    export XDG_STATE_HOME="$dir/state" XDG_RUNTIME_DIR="$dir/runtime" LIBGL_ALWAYS_SOFTWARE=1
    exec "$program"
) >"$dir/app.log" 2>&1 3>&- &
app=$!

ended_early() {
    wait "$app"
    code=$?
    app=''
    fail "the program ended with status $code $1"
}

end=$(($(now) + window_limit_s))
while :; do
    window=$(xdotool search --onlyvisible --class jianbao 2>/dev/null | tail -n 1)
    [ -z "$window" ] || break
    running "$app" || ended_early "before it had a window"
    [ "$(now)" -lt "$end" ] || fail "no visible window of class jianbao within $window_limit_s s"
    sleep 0.2
done
# No window manager is there to place it or to give it the keyboard.
xdotool windowmove "$window" 0 0 windowsize "$window" $width_px $height_px windowfocus "$window" ||
    fail "the window could not be moved"

# Whether the picture shows text on a reading surface: many colours; in the middle, one plain ground, light or dark, and
# a modest share of pixels that stand out from it. Leaves what it saw in $seen.
shows_text() {
    colours=$(convert "$picture" -format '%k' info:) || return 1
    # The middle in 256 greys, as lines "COUNT: (…) #HEX …": shares of light, dark and other pixels in per mille.
    shares=$(convert "$picture" -gravity center -crop 60x70%+0+0 +repage -colorspace Gray -depth 8 \
        -format '%c' histogram:info: | awk '
            match($0, /#[0-9A-Fa-f]+/) {
                hex = toupper(substr($0, RSTART + 1, 2))
                grey = (index("0123456789ABCDEF", substr(hex, 1, 1)) - 1) * 16 + index("0123456789ABCDEF", substr(hex, 2, 1)) - 1
                count = $1 + 0
                all += count
                if (grey >= 200) light += count
                if (grey <= 110) dark += count
                if (grey >= 150) pale += count
            }
            END { if (all) printf "%d %d %d\n", 1000 * light / all, 1000 * dark / all, 1000 * pale / all }')
    # shellcheck disable=SC2086 # three numbers
    set -- $shares
    [ $# -eq 3 ] || return 1
    seen="$colours colours; of the middle $1 ‰ light, $2 ‰ dark"
    [ "$colours" -ge 64 ] || return 1
    { [ "$1" -ge 500 ] && [ "$2" -ge 5 ] && [ "$2" -le 400 ]; } ||
        { [ "$2" -ge 500 ] && [ "$3" -ge 5 ] && [ "$3" -le 400 ]; }
}

seen="no picture"
end=$(($(now) + paint_limit_s))
while :; do
    running "$app" || ended_early "while its window was open"
    if import -silent -window root "$picture" && shows_text; then break; fi
    [ "$(now)" -lt "$end" ] || fail "the window shows no text within $paint_limit_s s: $seen"
    sleep 0.5
done
# The first picture can catch a half-painted start: this one is of the window at rest.
sleep 1
running "$app" || ended_early "while its window was open"
import -silent -window root "$picture" || fail "the screen could not be read"
shows_text || fail "the text did not stay: $seen"

xdotool windowfocus "$window" key --clearmodifiers ctrl+q || fail "the key could not be sent"
end=$(($(now) + close_limit_s))
while running "$app"; do
    [ "$(now)" -lt "$end" ] || fail "the program did not end within $close_limit_s s of Ctrl+Q"
    sleep 0.1
done
wait "$app"
code=$?
app=''
[ "$code" -eq 0 ] || fail "the program ended with status $code after Ctrl+Q"

say "passed: $seen; closed by Ctrl+Q with status 0"
