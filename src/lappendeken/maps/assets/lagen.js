// The layers of the map: drawn once, restyled when the direction changes.

const PLAIN = { interactive: false, smoothFactor: 0 };

/** An empty layer of lines. */
function lines(map, className, renderer) {
  return L.polyline([], { ...PLAIN, className: `grens ${className}`, renderer }).addTo(map);
}

/** An empty layer of surfaces that no pointer touches. */
function surfaces(map, className, renderer) {
  return L.polygon([], { ...PLAIN, stroke: false, className, renderer }).addTo(map);
}

/** The gemeenten, one path each; the only paths that react to a pointer. */
function drawGemeenten(map, shapes, renderer) {
  return shapes.map((points) =>
    L.polygon(points, { className: "gemeente", smoothFactor: 0, renderer }).addTo(map),
  );
}

/** All layers, in the order in which they lie on each other; `names` are those of the lines. */
function drawLayers(map, data, names) {
  const arcs = decodeArcs(data.topology);
  const shapes = data.topology.shapes.map((shape) => shapePoints(arcs, shape));
  const renderer = L.svg({ padding: 0.5 });
  const gemeenten = drawGemeenten(map, shapes, renderer);
  const dense = surfaces(map, "arcering dicht", renderer);
  const sparse = surfaces(map, "arcering ijl", renderer);
  const coast = lines(map, "kust", renderer);
  coast.setLatLngs(arcs.filter((_, k) => data.topology.owners[k].length === 1));
  const layers = Object.fromEntries(names.map((name) => [name, lines(map, name, renderer)]));
  return { arcs, shapes, gemeenten, dense, sparse, layers };
}

/** Give every gemeente the class of its type. */
function restyleGemeenten(drawn, names, types) {
  drawn.gemeenten.forEach((layer, g) => {
    const name = names[types[g]];
    layer.getElement().setAttribute("class", `leaflet-interactive gemeente soort-${name}`);
  });
}

/** Let all gemeenten but these fade; none fades when there are none. */
function fadeOthers(map, drawn, gemeenten) {
  map.getContainer().classList.toggle("kiest", gemeenten.length > 0);
  const chosen = new Set(gemeenten);
  drawn.gemeenten.forEach((layer, g) => {
    layer.getElement().classList.toggle("erbij", chosen.has(g));
  });
}

/** Hatch schuurgemeenten: those outside a counterpart densely, those only in it sparsely. */
function restyleHatching(drawn, outside, elsewhere) {
  drawn.dense.setLatLngs(outside.flatMap((g) => drawn.shapes[g]));
  drawn.sparse.setLatLngs(elsewhere.flatMap((g) => drawn.shapes[g]));
}

/** Draw the borders of both indelingen, told apart by who has them. */
function restyleBorders(drawn, own, other) {
  const chosen = (test) => drawn.arcs.filter((_, k) => test(own[k], other[k]));
  drawn.layers.beide.setLatLngs(chosen((a, b) => a && b));
  drawn.layers.eigen.setLatLngs(chosen((a, b) => a && !b));
  const only = chosen((a, b) => !a && b);
  drawn.layers["ander-rand"].setLatLngs(only);
  drawn.layers.ander.setLatLngs(only);
}
