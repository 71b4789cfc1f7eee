"""Draws what has changed, and nothing else.

The library's own takes everything between the first and the last change, and asks every widget that may lie there for
all its rows: fourteen of them for each second of a hold and each picture of a figure that moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip

MOST = 8  # places; more of them are drawn as one


class NearCompositor(Compositor):
    """Draws each place that has changed by itself: the rows of those widgets that are seen there."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last time; None where nothing has."""
        if len(self._dirty_regions) > MOST:
            return super().render_partial_update()
        places = [place for each in self._dirty_regions if (place := each.intersection(self.size.region))]
        self._dirty_regions.clear()
        if not places:
            return None
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for place in places:
            drawn = self._render_chops(place, place.line_range.__contains__)
            for y in place.line_range:
                ends = self.cuts[y][1:]
                # what stands beside the place was not asked of the widget in front
                here = (x for x, end in zip(drawn[y], ends, strict=True) if x < place.right and end > place.x)
                chops[y].update((x, drawn[y][x]) for x in here)
        return ChopsUpdate(chops, list(self._regions_to_spans(places)), [cuts[1:] for cuts in self.cuts])

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Where each widget lies, from the front to the back, what of it is asked for, and these rows of it."""
        place = self.size.region if crop is None else crop
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if not seen.overlaps(place):
                continue
            rows = seen.intersection(Region(seen.x, place.y, seen.width, place.height))
            yield region, rows, widget.render_lines(rows.translate(-region.offset))
            if seen.contains_region(place):
                return  # what lies behind is hidden
