// Reads the embedded topology: arcs as integer steps, shapes as lists of arcs.

/** The arcs as lists of [latitude, longitude]. */
function decodeArcs({ arcs, scale, translate: [west, south] }) {
  return arcs.map((steps) => {
    const points = [];
    let x = 0;
    let y = 0;
    for (let k = 0; k < steps.length; k += 2) {
      x += steps[k];
      y += steps[k + 1];
      points.push([south + y * scale, west + x * scale]);
    }
    return points;
  });
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
function shapePoints(arcs, shape) {
  return shape.map((polygon) => polygon.map((ring) => ringPoints(arcs, ring)));
}

/** The arcs that have exactly one side among these gemeenten. */
function outline(topology, arcs, gemeenten) {
  const inside = new Set(gemeenten);
  return arcs.filter((_, k) => topology.owners[k].filter((g) => inside.has(g)).length === 1);
}

/** For every arc whether its two gemeenten are not in the same verbanden. */
function regionalBorders(topology, members) {
  const keys = members.map((verbanden) => verbanden.join());
  return topology.owners.map(([a, b]) => b !== undefined && keys[a] !== keys[b]);
}
