// Every gemeente as a hexagon of one size, so that small ones are as visible as large ones. The program
// computed where each lies; here they get shapes, and the sides that they share.

import { boxOf, lineOf, readNumbers } from "./topologie.js";

const [ROUND, HALF_ROW] = [[[0, 2], [1, 1], [1, -1], [0, -2], [-1, -1], [-1, 1]], Math.sqrt(3) / 6];

/** The corners of every hexagon, as whole numbers, so that neighbours have the same. */
function cornersOf(cells) {
  return cells.map(([column, row]) => ROUND.map(([x, y]) => [2 * column + (row & 1) + x, 3 * row + y]));
}

/** A function that puts a corner in a box on the world, as large as the country is. */
function placer(corners, { west, north, east, south }) {
  const [[left, right], [low, high]] = [0, 1].map((way) => {
    const values = corners.flatMap((ring) => ring.map((corner) => corner[way]));
    return [Math.min(...values), Math.max(...values)];
  });
  const scale = Math.min((east - west) / ((right - left) / 2), (south - north) / ((high - low) * HALF_ROW));
  return ([x, y]) => [
    (west + east) / 2 + ((x - (left + right) / 2) / 2) * scale,
    (north + south) / 2 - (y - (low + high) / 2) * HALF_ROW * scale,
  ];
}

/** The hexagons of all gemeenten within a box: shapes, and arcs with their owners. */
function hexagonGeometry(text, box) {
  const numbers = readNumbers(text);
  const cells = Array.from({ length: numbers.length / 2 }, (_, g) => numbers.slice(2 * g, 2 * g + 2));
  const corners = cornersOf(cells);
  const place = placer(corners, box);
  const sides = new Map();
  corners.forEach((ring, g) => {
    ring.forEach((from, k) => {
      const ends = [from, ring[(k + 1) % 6]];
      const key = ends.map(String).sort().join(" ");
      if (!sides.has(key)) sides.set(key, { points: ends.flatMap(place), owners: [] });
      sides.get(key).owners.push(g);
    });
  });
  return {
    hex: true,
    arcs: [...sides.values()].map(({ points }) => points),
    owners: [...sides.values()].map(({ owners }) => owners),
    shapes: corners.map((ring) => [[lineOf(ring.flatMap(place))]]),
  };
}

/** Let the reader choose hexagons; they are made when they are first asked for. */
export function connectHexagons({ page }) {
  const box = document.getElementById("zeshoeken");
  if (!box) return { fill: () => {} };
  let made = null;
  page.hexagons = ({ arcs }) => {
    made ??= hexagonGeometry(page.source.hexagons, boxOf(arcs));
    return made;
  };
  box.addEventListener("change", () => page.go({ hex: box.checked }));
  return {
    fill: () => {
      box.checked = page.state.hex;
    },
  };
}
