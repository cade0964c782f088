// The layers of a map: drawn once, and given other lines, surfaces and classes when that changes.

import { linesLayer, pathRenderer, surfaceLayer } from "./paden.js";
import { arcsBetween, decodeArcs, outline, shapeRings } from "./topologie.js";

const PLAIN = { interactive: false };

/** The gemeenten as they lie in the country: their shapes, and the arcs between them with owners. */
function landGeometry(topology) {
  const arcs = decodeArcs(topology);
  return { owners: topology.owners, arcs, shapes: topology.shapes.map((shape) => shapeRings(arcs, shape)) };
}

/** The arcs with nothing at the other side. */
function edgeOf({ owners, arcs }) {
  return arcs.filter((_, k) => owners[k].length === 1);
}

/** Draw the gemeenten in another geometry; what lies on them is drawn anew after it. */
export function useGeometry(drawn, geometry) {
  Object.assign(drawn, geometry, { edge: edgeOf(geometry) });
  drawn.gemeenten.forEach((layer, g) => layer.setLines(drawn.shapes[g].flat()));
  drawn.layers.kust.setArcs(drawn.edge);
}

/** The ground of every map: the gemeenten, one path each, and hatching and dots that lie on them.
 * What `place` does with the map comes first, so that all is drawn once, where it stays. */
export function drawGround(map, topology, place = () => {}) {
  const geometry = landGeometry(topology);
  const renderer = pathRenderer();
  const drawn = { map, ...geometry, edge: edgeOf(geometry), renderer, layers: {} };
  place(drawn);
  const { shapes } = geometry;
  // The only paths that react to a pointer.
  drawn.gemeenten = shapes.map((polygons) =>
    surfaceLayer(polygons, { className: "gemeente", renderer }).addTo(map),
  );
  for (const name of ["dicht", "ijl", "afgeleid", "voortgezet"]) {
    const style = { ...PLAIN, className: `arcering ${name}`, renderer };
    drawn.layers[name] = surfaceLayer([], style).addTo(map);
  }
  return drawn;
}

/** A layer of lines, above all that was drawn before; it keeps its name. */
export function addLines(drawn, name, arcs = []) {
  const style = { ...PLAIN, className: `grens ${name}`, renderer: drawn.renderer };
  drawn.layers[name] = linesLayer(arcs, style).addTo(drawn.map);
  return drawn.layers[name];
}

/** The gemeente under the pointer is outlined. */
export function outlineUnder(drawn, g) {
  drawn.layers["onder-muis"].setLines(g === null ? [] : drawn.shapes[g].flat());
}

/** The line around some gemeenten. */
export function around(drawn, gemeenten) {
  return gemeenten.length ? outline(drawn, drawn.arcs, gemeenten) : [];
}

/** The lines between some gemeenten. */
export function between(drawn, gemeenten) {
  return arcsBetween(drawn, drawn.arcs, gemeenten);
}

/** Let all gemeenten but these fade; none fades when there are none. */
export function fadeOthers(drawn, gemeenten) {
  drawn.map.getContainer().classList.toggle("kiest", gemeenten.length > 0);
  const chosen = new Set(gemeenten);
  drawn.gemeenten.forEach((layer, g) => {
    layer.getElement().classList.toggle("erbij", chosen.has(g));
  });
}

/** Hatch some gemeenten densely, and others sparsely. */
export function hatch(drawn, dense, sparse) {
  drawn.layers.dicht.setLines(dense.flatMap((g) => drawn.shapes[g].flat()));
  drawn.layers.ijl.setLines(sparse.flatMap((g) => drawn.shapes[g].flat()));
}

/** Dot the gemeenten that no source confirms, by how sure they are. */
export function dot(drawn, marks) {
  for (const [kind, gemeenten] of Object.entries(marks)) {
    drawn.layers[kind].setLines(gemeenten.flatMap((g) => drawn.shapes[g].flat()));
  }
}
