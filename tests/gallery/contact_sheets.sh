#!/bin/sh
# Puts the pictures that sheets.py drew on one sheet for each window and look. Needs rsvg-convert and ImageMagick.
# Run: python tests/gallery/sheets.py FOLDER && tests/gallery/contact_sheets.sh FOLDER [WINDOW-LOOK, e.g. 80x24-dark]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
small=$(mktemp -d)
trap 'rm -rf "$small"' EXIT
for set in "$1"/*/*; do
    window=$(basename "$(dirname "$set")")
    name=$window-$(basename "$set")
    case $name in *"${2:-}"*) ;; *) continue ;; esac
    mkdir "$small/$name"
    for picture in "$set"/*.svg; do
        rsvg-convert -w $((260 + ${window%x*})) "$picture" -o "$small/$name/$(basename "$picture" .svg).png"
    done
    montage -font "$(fc-match -f '%{file}' monospace)" -pointsize 12 -label %t "$small/$name"/*.png -background '#ccc' -geometry +3+3 -tile 7x -depth 8 "$small/sheet.miff"
    # What is there most often as it is, and something near all that is rare: reduced in one way alone the sheets are
    # tinted, or lose the colours of what is small.
    convert "$small/sheet.miff" -format %c histogram:info:- | sort -rn | head -128 |
        grep -o '#[0-9A-F]\{6\}' | sed 's/^/xc:/' | xargs sh -c 'convert -size 1x1 "$@" +append "$0"' "$small/often.png"
    convert "$small/sheet.miff" -unique-colors +dither -colors 128 -unique-colors "$small/seldom.png"
    convert "$small/often.png" "$small/seldom.png" +append "$small/colours.png"
    convert "$small/sheet.miff" +dither -remap "$small/colours.png" -define png:compression-level=9 \
        "PNG8:$here/sheets/$name.png"
done
