#!/bin/sh
# Makes the four faces of this folder from Debian's fonts-noto-cjk and charset.txt.
#
#   fonts/subset.sh            writes fonts/*.otf
#   fonts/subset.sh --check    writes nothing; fails if the faces here are not what this script makes
#
# The result depends only on the versions named below: the same input gives the same bytes.
set -eu

fonttools_version=4.68.0
noto_package=fonts-noto-cjk # 1:20220127+repack1-1 of Debian 12: Noto Sans CJK 2.004, Noto Serif CJK 2.001
noto_dir=${NOTO_CJK_DIR:-/usr/share/fonts/opentype/noto}
sc_face=2 # the place of Simplified Chinese in each of the collections

here=$(cd "$(dirname "$0")" && pwd)
venv=$(dirname "$here")/target/fonttools

fail() {
    echo "fonts/subset.sh: $1" >&2
    exit 1
}

check=false
case ${1-} in
'') ;;
--check) check=true ;;
*) fail "unknown argument $1; the only one is --check" ;;
esac

for face in NotoSerifCJK-Regular NotoSerifCJK-Bold NotoSansCJK-Regular NotoSansCJK-Bold; do
    [ -r "$noto_dir/$face.ttc" ] ||
        fail "$noto_dir/$face.ttc is missing; it comes with: apt-get install $noto_package (or set NOTO_CJK_DIR)"
done

# A virtual environment below target/, so that nothing is installed into the system.
if ! "$venv/bin/python" -c "import fontTools, sys; sys.exit(fontTools.version != '$fonttools_version')" 2>/dev/null; then
    echo "Installing fonttools $fonttools_version into target/fonttools"
    rm -rf "$venv"
    python3 -m venv "$venv" || fail "Python cannot make a virtual environment; it needs: apt-get install python3 python3-venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "fonttools==$fonttools_version" ||
        fail "fonttools $fonttools_version could not be installed"
fi

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT INT TERM

# ccmp joins —— into one dash; with every feature kept, …… would drop to the baseline behind Latin letters.
# The dates in the files stay those of the originals, so that the bytes do not change from run to run.
subset() {
    SOURCE_DATE_EPOCH=0 "$venv/bin/pyftsubset" "$noto_dir/$1.ttc" \
        --font-number=$sc_face \
        --text-file="$here/charset.txt" \
        --no-hinting \
        --notdef-outline \
        --layout-features=ccmp,kern,liga \
        --name-IDs=0,1,2,3,4,5,6,7,13,14 \
        --no-recalc-timestamp \
        --output-file="$out/$2.otf" || fail "$1.ttc could not be subset"
    echo "$2.otf: $(wc -c <"$out/$2.otf") bytes"
}
subset NotoSerifCJK-Regular NotoSerifSC-Regular
subset NotoSerifCJK-Bold NotoSerifSC-Bold
subset NotoSansCJK-Regular NotoSansSC-Regular
subset NotoSansCJK-Bold NotoSansSC-Bold

# Every character asked for must have a glyph: the app has no other face that it can be sure of.
"$venv/bin/python" - "$here/charset.txt" "$out"/*.otf <<'PYTHON' || fail "a character of charset.txt has no glyph"
import sys
from fontTools.ttLib import TTFont

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    wanted = file.read().replace("\n", "")
bad = False
if list(wanted) != sorted(set(wanted)):
    print("charset.txt is not sorted, or names a character twice", file=sys.stderr)
    bad = True
for path in sys.argv[2:]:
    glyphs = TTFont(path, lazy=True).getBestCmap()
    missing = [f"U+{ord(c):04X} {c}" for c in wanted if ord(c) not in glyphs]
    if missing:
        print(f"{path} has no glyph for", ", ".join(missing), file=sys.stderr)
        bad = True
print(f"{len(wanted)} characters")
sys.exit(bad)
PYTHON

for face in "$out"/*.otf; do
    if $check; then
        cmp "$face" "$here/$(basename "$face")" || fail "$(basename "$face") is not what this script makes"
    else
        cp "$face" "$here/"
    fi
done
