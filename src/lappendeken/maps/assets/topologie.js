// Reads the embedded topology: arcs as steps on a grid of degrees, shapes as lists of arcs.

const WORLD = 256;

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

/** Where a longitude or latitude lies on a world of 256 by 256: that of a web map at zoom 0. */
const across = (lng) => WORLD * (lng / 360 + 0.5);
const down = (lat) => WORLD * (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI));

/** The arcs as they lie on the world, each as x and y in turn; in the text an arc is a number of points
 * and their steps. */
export function decodeArcs({ arcs, scale, translate: [west, south] }) {
  const numbers = readNumbers(arcs);
  const found = [];
  for (let place = 0; place < numbers.length; ) {
    const count = 2 * numbers[place];
    const points = new Float64Array(count);
    let [x, y] = [0, 0];
    for (let k = 0; k < count; k += 2) {
      x += numbers[place + k + 1];
      y += numbers[place + k + 2];
      points[k] = across(west + x * scale);
      points[k + 1] = down(south + y * scale);
    }
    found.push(points);
    place += count + 1;
  }
  return found;
}

/** A line of one part. A line is a list of parts: points, and whether they are followed back. */
export function lineOf(points) {
  return [{ points, back: false }];
}

/** The polygons of a shape, as lists of rings; a ring is a line along arcs, where ~i is arc i the
 * other way round. */
export function shapeRings(arcs, shape) {
  const part = (index) => (index >= 0 ? { points: arcs[index], back: false } : { points: arcs[~index], back: true });
  return shape.map((polygon) => polygon.map((ring) => ring.map(part)));
}

/** How far points reach on the world, as of some arcs. */
export function boxOf(arcs) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of arcs) {
    for (let k = 0; k < points.length; k += 2) {
      const x = points[k];
      const y = points[k + 1];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
  }
  return { west, north, east, south };
}

/** A place on the world as a latitude and longitude. */
export function latLngAt(x, y) {
  return L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
}

/** The same for Leaflet. */
export function boundsOf(arcs) {
  const { west, north, east, south } = boxOf(arcs);
  return L.latLngBounds(latLngAt(west, south), latLngAt(east, north));
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
