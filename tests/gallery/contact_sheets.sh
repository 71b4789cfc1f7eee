#!/bin/sh
# Puts the pictures that sheets.py drew on one sheet for each window and look. Needs rsvg-convert and ImageMagick.
# Run: python tests/gallery/sheets.py FOLDER && tests/gallery/contact_sheets.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
small=$(mktemp -d)
trap 'rm -rf "$small"' EXIT
for set in "$1"/*/*; do
    name=$(basename "$(dirname "$set")")-$(basename "$set")
    mkdir "$small/$name"
    for picture in "$set"/*.svg; do
        rsvg-convert -w 300 "$picture" -o "$small/$name/$(basename "$picture" .svg).png"
    done
    montage "$small/$name"/*.png -background '#888' -geometry +3+3 -tile 7x -colors 12 PNG8:"$here/sheets/$name.png"
done
