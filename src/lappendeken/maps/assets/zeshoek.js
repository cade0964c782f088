// Every gemeente as a hexagon of one size, so that small ones are as visible as large ones. The program
// computed where each lies; here they get shapes, and the sides that they share.

import { readNumbers } from "./topologie.js";

const [ROUND, HALF_ROW] = [[[0, 2], [1, 1], [1, -1], [0, -2], [-1, -1], [-1, 1]], Math.sqrt(3) / 6];

/** The corners of every hexagon, as whole numbers, so that neighbours have the same. */
function cornersOf(cells) {
  return cells.map(([column, row]) => ROUND.map(([x, y]) => [2 * column + (row & 1) + x, 3 * row + y]));
}

/** A function that puts corners on the map, as large as the country is. */
function placer(corners, bounds) {
  const project = (place) => L.CRS.EPSG3857.project(place);
  const [low, high] = [project(bounds.getSouthWest()), project(bounds.getNorthEast())];
  const flat = corners.flat();
  const span = (k) => {
    const values = flat.map((corner) => corner[k]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [[west, east], [south, north]] = [span(0), span(1)];
  const scale = Math.min((high.x - low.x) / ((east - west) / 2), (high.y - low.y) / ((north - south) * HALF_ROW));
  const [x0, y0] = [(low.x + high.x) / 2, (low.y + high.y) / 2];
  return ([x, y]) => {
    const { lat, lng } = L.CRS.EPSG3857.unproject(L.point(
      x0 + ((x - (west + east) / 2) / 2) * scale,
      y0 + (y - (south + north) / 2) * HALF_ROW * scale,
    ));
    return [lat, lng];
  };
}

/** The hexagons of all gemeenten within some bounds: shapes, and arcs with their owners. */
function hexagonGeometry(text, bounds) {
  const numbers = readNumbers(text);
  const cells = Array.from({ length: numbers.length / 2 }, (_, g) => numbers.slice(2 * g, 2 * g + 2));
  const corners = cornersOf(cells);
  const place = placer(corners, bounds);
  const sides = new Map();
  corners.forEach((ring, g) => {
    ring.forEach((from, k) => {
      const ends = [from, ring[(k + 1) % 6]];
      const key = ends.map(String).sort().join(" ");
      if (!sides.has(key)) sides.set(key, { points: ends.map(place), owners: [] });
      sides.get(key).owners.push(g);
    });
  });
  return {
    arcs: [...sides.values()].map(({ points }) => points),
    owners: [...sides.values()].map(({ owners }) => owners),
    shapes: corners.map((ring) => [[ring.map(place)]]),
  };
}

/** Let the reader choose hexagons; they are made when they are first asked for. */
export function connectHexagons({ page }) {
  const box = document.getElementById("zeshoeken");
  if (!box) return { fill: () => {} };
  let made = null;
  page.hexagons = ({ arcs }) => {
    made ??= hexagonGeometry(page.source.hexagons, L.latLngBounds(arcs.flat()));
    return made;
  };
  box.addEventListener("change", () => page.go({ hex: box.checked }));
  return {
    fill: () => {
      box.checked = page.state.hex;
    },
  };
}
