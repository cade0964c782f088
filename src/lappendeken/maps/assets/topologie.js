// Reads the embedded topology: arcs as steps on a grid of degrees, shapes as lists of arcs.

/** Whole numbers from a text: five bits in a sign, the lowest first; 32 says that more follow. */
export function readNumbers(text) {
  const found = [];
  let value = 0;
  let unit = 1;
  for (let k = 0; k < text.length; k += 1) {
    const code = text.charCodeAt(k) - 63;
    value += (code % 32) * unit;
    unit *= 32;
    if (code >= 32) continue;
    // Even numbers stand for 0, 1, 2 ..., odd ones for -1, -2 ...
    found.push(value % 2 ? -(value + 1) / 2 : value / 2);
    value = 0;
    unit = 1;
  }
  return found;
}

/** The arcs as lists of [latitude, longitude]; each is a number of points and their steps. */
export function decodeArcs({ arcs, scale, translate: [west, south] }) {
  const numbers = readNumbers(arcs);
  const found = [];
  let place = 0;
  while (place < numbers.length) {
    const points = [];
    let [x, y] = [0, 0];
    const end = place + 1 + 2 * numbers[place];
    for (let k = place + 1; k < end; k += 2) {
      x += numbers[k];
      y += numbers[k + 1];
      points.push([south + y * scale, west + x * scale]);
    }
    found.push(points);
    place = end;
  }
  return found;
}

/** One arc; ~i is arc i the other way round. */
function directedArc(arcs, index) {
  return index >= 0 ? arcs[index] : [...arcs[~index]].reverse();
}

/** The points of a ring. */
function ringPoints(arcs, ring) {
  return ring.flatMap((index, k) => directedArc(arcs, index).slice(k ? 1 : 0));
}

/** The polygons of a shape, as Leaflet wants them. */
export function shapePoints(arcs, shape) {
  return shape.map((polygon) => polygon.map((ring) => ringPoints(arcs, ring)));
}

/** The arcs that these gemeenten have between them. */
export function arcsBetween({ owners }, arcs, gemeenten) {
  const inside = new Set(gemeenten);
  return arcs.filter((_, k) => owners[k].length === 2 && owners[k].every((g) => inside.has(g)));
}

/** The arcs that have exactly one side among these gemeenten. */
export function outline({ owners }, arcs, gemeenten) {
  const inside = new Set(gemeenten);
  return arcs.filter((_, k) => owners[k].filter((g) => inside.has(g)).length === 1);
}
