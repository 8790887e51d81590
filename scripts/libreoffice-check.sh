#!/bin/sh
# Opens exports with LibreOffice, saves them again and has `jianbao verify` read them: what an editor's program does to a file must
# not lose the marks. Needs `soffice`; not part of ./check.
#   scripts/libreoffice-check.sh [PROGRAM]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
program=${1:-$root/target/debug/jianbao}
command -v soffice >/dev/null 2>&1 || { echo "soffice (LibreOffice) is needed" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir saved
cat >page.txt <<'PAGE'
河湾镇图书室重新开放

本报讯 周六上午，河湾镇图书室在修缮三个月后重
新开放，首日接待读者四百余人。

馆员赵青说：“新书架由镇上木工制作，书目由读者投票选出。”
PAGE
# ends of the spans are counted in the page above
"$program" apply n.ron --library page.txt <<'LINES'
AddTag(name: "读者", color: "#B23A26")
Annotate(source: "page.txt", spans: [(40, 50)], tags: ["读者"], comment: "从何而来？")
Annotate(source: "page.txt", spans: [(27, 39), (60, 81)], tags: ["读者"])
AddNote(target: Notebook, text: "# 题\n- 甲\n- 乙\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |")
LINES

failed=0
# All quotations are proved, and the marks are there still.
proved() {
    told=$("$program" verify "$1" --notebook n.ron --json) || return 1
    echo "$told" | grep -c '"marked":true' | grep -qx 2
}
check() {
    echo "== $*"
    "$@" || { echo "FAILED: $*"; failed=1; }
}
convert() {
    soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$1" --outdir saved "$2" >/dev/null 2>&1
}

for name in notes.docx report.docx notes.html; do
    case $name in report.*) to="--to report-docx" ;; *) to= ;; esac
    # shellcheck disable=SC2086 # no option or two words
    "$program" export n.ron $to -o "$name"
    convert "${name##*.}" "$name"
    check test -s "saved/$name"
    check proved "saved/$name"
done
# Word to the open format and back, as some offices do.
convert odt notes.docx
cp saved/notes.odt .
convert docx notes.odt
check proved saved/notes.docx
# A sheet gives its cells back.
"$program" export n.ron -o notes.xlsx
"$program" export n.ron -o notes.csv
# 76: UTF-8
convert 'csv:Text - txt - csv (StarCalc):44,34,76' notes.xlsx
check grep -q 首日接待读者四百余人 saved/notes.csv
exit "$failed"
