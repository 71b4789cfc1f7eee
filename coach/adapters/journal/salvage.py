"""Finding facts in the bytes of a damaged file, whatever of its structure is lost. Each is known by its checksum.

The format is SQLite's (https://www.sqlite.org/fileformat2.html): a fact's record begins with the length of its header
and one serial type for each column, and all of it lies in one page, or goes on in a chain of overflow pages.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from coach.adapters.journal.rows import is_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from coach.adapters.journal.rows import Sealed

PAGE = 4096  # bytes; SQLite's usual size, and ours
WAL_HEADER, FRAME_HEADER, INDEX_HEADER = 32, 24, 48  # bytes
STEP = FRAME_HEADER + PAGE
# The header's length, no value for seq (it is the row's own number), a short text, two integers, two short texts.
HEAD = re.compile(
    rb"(?=([\x07-\x0f])\x00([\x0d-\x7f])([\x01-\x06\x08\x09])([\x01-\x06\x08\x09])([\x0d-\x7f])([\x0d-\x7f]))"
)
INTEGERS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}  # bytes of an integer of this serial type
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Found = tuple[int, "Sealed"]  # the row's number, which tells the order of writing, and the row


def carve(file: bytes, log: bytes = b"") -> list[Found]:
    """The rows of facts in a journal's bytes and in its write-ahead log, in their order, each as often as it is there.

    Rows that only look like facts are among them: what their checksum does not prove must not be believed.
    """
    frames = [page for page, _ in _frames(log)]
    newest = dict(zip((number for _, number in _frames(log)), frames, strict=True))

    def page(number: int) -> bytes:
        return newest.get(number) or file[(number - 1) * PAGE : number * PAGE]

    pages = [file[start : start + PAGE] for start in range(0, len(file), PAGE)]
    return [found for each in (*pages, *frames) for found in _rows(each, page)]


def lost_frames(log: bytes, index: bytes) -> bool:
    """Whether the write-ahead log that a crash left held more than SQLite will find in it.

    SQLite stops without a word at the first frame whose checksum or salt is wrong, and drops all after it. How many
    there were is told by `index`, the file that the processes shared. Where that tells nothing, a wrong frame with
    right ones after it was damaged; one at the end was only half written when the crash came.
    """
    found, damaged = _sound_frames(log)
    told = frames_told(index, log)
    if told is None:
        return damaged
    many, in_file = told
    return found < many and (in_file < many or found > 0)  # old pages would be laid over newer ones


def _sound_frames(log: bytes) -> tuple[int, bool]:
    """How many frames are sound, and whether one after them is damaged and not only half written."""
    frames = [log[at : at + STEP] for at in range(WAL_HEADER, len(log) - STEP + 1, STEP)]
    if len(log) < WAL_HEADER:
        return 0, False
    words = struct.unpack(">8I", log[:WAL_HEADER])
    order = {0x377F0682: "<", 0x377F0683: ">"}.get(words[0])
    if order is None or words[2] != PAGE or _sums(log[: WAL_HEADER - 8], (0, 0), order) != words[6:8]:
        return 0, bool(frames)
    sums = words[6:8]
    for place, frame in enumerate(frames):
        head = struct.unpack(">6I", frame[:FRAME_HEADER])
        sums = _sums(frame[:8] + frame[FRAME_HEADER:], sums, order)
        if head[2:4] != words[4:6] or head[4:6] != sums:
            # Frames of an earlier use of the log have other salts: all of it is in the file.
            return place, any(later[8:16] == log[16:24] for later in frames[place + 1 :])
    return len(frames), False


def frames_told(index: bytes, log: bytes) -> tuple[int, int] | None:
    """How many frames the log had, and how many of them are in the file already, as the index says (it says it twice).

    None where it does not tell. After a power cut it may be of an earlier use of the log, with other salts.
    """
    if len(index) < 2 * INDEX_HEADER + 4 or index[:INDEX_HEADER] != index[INDEX_HEADER : 2 * INDEX_HEADER]:
        return None
    if len(log) >= WAL_HEADER and log[16:24] != index[32:40]:
        return None
    many, in_file = struct.unpack_from("=I", index, 16)[0], struct.unpack_from("=I", index, 2 * INDEX_HEADER)[0]
    return many, in_file


def _sums(data: bytes, sums: tuple[int, ...], order: str) -> tuple[int, int]:
    one, two = sums
    for first, second in struct.iter_unpack(order + "2I", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _frames(log: bytes) -> Iterator[tuple[bytes, int]]:
    """The pages in a log with their numbers, also of a transaction whose end is lost: it may have been on disk."""
    for start in range(WAL_HEADER, len(log), STEP):
        page = start + FRAME_HEADER
        yield log[page : page + PAGE], int.from_bytes(log[start : start + 4], "big")


def _rows(page: bytes, find: Callable[[int], bytes]) -> Iterator[Found]:
    for head in HEAD.finditer(page):
        row = _row(page, head.start(), find)
        if row is not None:
            yield _number(page, head.start()), row


def _row(page: bytes, start: int, find: Callable[[int], bytes]) -> Sealed | None:
    """The row whose record begins at `start`; None where it is none."""
    types, place = [], start
    length = page[start]
    while place < min(start + length, len(page)):
        value, place = _varint(page, place)
        types.append(value)
    types = types[1:]  # the first is the header's own length
    if place != start + length or len(types) not in {7, 8} or (len(types) == 8 and types[7] not in INTEGERS):
        return None
    if types[6] < 13 or any(kind % 2 == 0 for kind in (types[1], *types[4:7])):
        return None
    sizes = [INTEGERS[kind] if kind in INTEGERS else (kind - 13) // 2 for kind in types]
    payload = _payload(page, start, length + sum(sizes), find)
    if payload is None:
        return None
    return _values(payload[length:], types, sizes)


def _values(data: bytes, types: list[int], sizes: list[int]) -> Sealed | None:
    values: list[object] = []
    place = 0
    for kind, size in zip(types, sizes, strict=True):
        part = data[place : place + size]
        place += size
        if kind >= 13:
            values.append(part.decode("utf-8", "replace"))
        elif kind in {8, 9}:
            values.append(kind - 8)
        else:
            values.append(int.from_bytes(part, "big", signed=True) if kind else None)
    row, checksum = tuple(values[1:7]), values[7] if len(values) == 8 else None
    return (row, checksum) if is_row(row) and UUID.fullmatch(str(row[0])) else None  # type: ignore[return-value]


def _payload(page: bytes, start: int, size: int, find: Callable[[int], bytes]) -> bytes | None:
    """`size` bytes of a record: what lies in its page, and the rest from the chain of overflow pages."""
    most = PAGE - 35
    here = size
    if size > most:
        least = (PAGE - 12) * 32 // 255 - 23
        rest = least + (size - least) % (PAGE - 4)
        here = rest if rest <= most else least
    data = page[start : start + here]
    if len(data) < here:
        return None
    following = page[start + here : start + here + 4]
    while len(data) < size:
        number = int.from_bytes(following, "big")
        more = find(number) if number else b""
        if len(more) < 4:
            return None
        data += more[4 : 4 + size - len(data)]
        following = more[:4]
    return data


def _number(page: bytes, start: int) -> int:
    """The row's number, which stands before its record: the last byte of a varint has its high bit clear."""
    first = start - 1
    while first > 0 and page[first - 1] >= 0x80 and start - first < 8:
        first -= 1
    return _varint(page, first)[0] if first >= 0 else 0


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """SQLite's integer of one to nine bytes, and the place after it."""
    value = 0
    for count in range(9):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        if count == 8:
            return value << 8 | byte, place
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, place


def in_order(found: Iterable[Found]) -> list[Sealed]:
    """The rows in the order they were written."""
    return [row for _, row in sorted(found, key=lambda each: each[0])]
