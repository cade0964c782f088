"""Ways in which a file is damaged on its way, for fuzzing; the same seed damages the same way."""

import numpy as np

LONG = 10_000


def cut(raw: bytes, rng: np.random.Generator) -> bytes:
    """Break off somewhere."""
    return raw[: int(rng.integers(0, len(raw)))]


def flip(raw: bytes, rng: np.random.Generator) -> bytes:
    """Change a few bytes."""
    damaged = bytearray(raw)
    for place in rng.integers(0, len(raw), int(rng.integers(1, 20))):
        damaged[place] = int(rng.integers(0, 256))
    return bytes(damaged)


def drop(raw: bytes, rng: np.random.Generator) -> bytes:
    """Leave out a piece."""
    start = int(rng.integers(0, len(raw)))
    return raw[:start] + raw[start + int(rng.integers(1, 200)) :]


def double(raw: bytes, rng: np.random.Generator) -> bytes:
    """Repeat a piece."""
    start = int(rng.integers(0, len(raw)))
    stop = start + int(rng.integers(1, 2000))
    return raw[:stop] + raw[start:]


def null(raw: bytes, rng: np.random.Generator) -> bytes:
    """Put null characters in."""
    start = int(rng.integers(0, len(raw)))
    return raw[:start] + b"\x00" * int(rng.integers(1, 5)) + raw[start:]


def swell(raw: bytes, rng: np.random.Generator) -> bytes:
    """Put a name of ten thousand characters in."""
    start = int(rng.integers(0, len(raw)))
    return raw[:start] + b"x" * LONG + raw[start:]


def swap_columns(raw: bytes, rng: np.random.Generator) -> bytes:
    """Exchange two columns of a text with separators; other files stay as they are."""
    lines = raw.split(b"\n")
    separator = max((b";", b",", b"\t"), key=lines[0].count)
    width = lines[0].count(separator) + 1
    one, two = rng.integers(0, width, 2)
    for number, line in enumerate(lines):
        cells = line.split(separator)
        if len(cells) == width:
            cells[one], cells[two] = cells[two], cells[one]
        lines[number] = separator.join(cells)
    return b"\n".join(lines)


def shuffle_lines(raw: bytes, rng: np.random.Generator) -> bytes:
    """Put the lines in another order, the header among them."""
    lines = raw.split(b"\n")
    return b"\n".join(lines[k] for k in rng.permutation(len(lines)))


MUTATIONS = (cut, flip, drop, double, null, swell, swap_columns, shuffle_lines)


def damage(raw: bytes, seed: int) -> bytes:
    """One of the ways above, or two."""
    rng = np.random.default_rng(seed)
    for number in rng.integers(0, len(MUTATIONS), int(rng.integers(1, 3))):
        if raw:
            raw = MUTATIONS[number](raw, rng)
    return raw
