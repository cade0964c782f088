// What is in view and is no choice, which a link takes along: a part of the map, the order of a list.
// Each of `page.looks` writes one part of an address and reads it.

/** The part of the map that is in view, in degrees, as windows differ in size. */
export function mapLook(map) {
  let wanted = null;
  return {
    key: "kijk",
    write: () => map.getBounds().toBBoxString().replace(/(\.\d{3})\d+/g, "$1"),
    read: (text) => {
      const [west, south, east, north] = text.split(",").map(Number);
      if (!(west < east && south < north && Math.hypot(west, south, east, north) < 360)) return false;
      wanted = [[south, west], [north, east]];
      return true;
    },
    /** Go there, once the choice is shown. */
    settle: () => {
      if (wanted) map.fitBounds(wanted, { animate: false });
      wanted = null;
    },
  };
}

/** What is in view, as the end of a link. */
export function writeLooks({ looks, state }) {
  const told = looks.map(({ key, write }) => [key, write(state)]).filter(([, text]) => text);
  return told.map(([key, text]) => `&${key}=${encodeURIComponent(text)}`).join("");
}

/** Take over what an address has in view; gives the parts that mean nothing. */
export function readLooks({ looks }, hash, state) {
  const given = new URLSearchParams(hash.slice(1));
  return looks.flatMap(({ key, read }) => {
    const text = given.get(key);
    return !text || read(text, state) ? [] : [text];
  });
}

/** The order of a table, in a link. */
export function orderText({ column, down }) {
  return `${column}${down ? "af" : "op"}`;
}

/** The order that a link names, of a table with so many columns; null for none. */
export function readOrder(text, columns) {
  const [, column, way] = text.match(/^(\d)(op|af)$/) ?? [];
  return column < columns ? { column: Number(column), down: way === "af" } : null;
}
