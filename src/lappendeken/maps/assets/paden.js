// Lines and surfaces of a Leaflet map, along the arcs of a topology: what an arc looks like is written
// once for every zoom, however many layers show it.

import { rememberedOf } from "./onthoud.js";
import { lineOf } from "./topologie.js";

const NOTHING = "M0 0";

/** The steps that were last written of some points. */
const writtenOf = rememberedOf(() => ({ frame: {} }));

/** The steps along some points in a frame, there and back, each from the point before it. */
function stepsAlong(points, frame) {
  const known = writtenOf(points);
  const { scale, x, y } = frame;
  if (known.frame.scale === scale && known.frame.x === x && known.frame.y === y) return known;
  const [there, back] = [[], []];
  const first = [Math.round(points[0] * scale - x), Math.round(points[1] * scale - y)];
  let [lastX, lastY] = first;
  for (let k = 2; k < points.length; k += 2) {
    const stepX = Math.round(points[k] * scale - x) - lastX;
    const stepY = Math.round(points[k + 1] * scale - y) - lastY;
    // Points that fall together on the screen are drawn once.
    if (stepX === 0 && stepY === 0) continue;
    there.push(`${stepX} ${stepY}`);
    back.push(`${-stepX} ${-stepY}`);
    lastX += stepX;
    lastY += stepY;
  }
  return Object.assign(known, { frame, first, last: [lastX, lastY], there: there.join(" "), back: back.reverse().join(" ") });
}

/** The path of a line in a frame: a scale of the world, and the point that the path is drawn from. */
export function pathIn(line, frame) {
  const steps = [];
  let start = null;
  for (const { points, back } of line) {
    const written = stepsAlong(points, frame);
    start ??= back ? written.last : written.first;
    const own = back ? written.back : written.there;
    if (own) steps.push(own);
  }
  return `M${start.join(" ")}l${steps.join(" ") || "0 0"}`;
}

/** The frame of a map. */
function frameOf(map) {
  const { x, y } = map.getPixelOrigin();
  return { scale: map.getZoomScale(map.getZoom(), 0), x, y };
}

/** Lines of a topology, or surfaces when they are closed, that stay what they are while the map
 * moves. */
const FixedPath = L.Path.extend({
  initialize(lines, options) {
    L.setOptions(this, options);
    this.lines = lines;
  },
  setArcs(arcs) {
    this.setLines(arcs.map(lineOf));
  },
  setLines(lines) {
    if (!lines.length && !this.lines.length) return;
    this.lines = lines;
    this.redraw();
  },
  _project() {},
  _update() {
    const frame = frameOf(this._map);
    const end = this.options.closed ? "z" : "";
    const path = this.lines.map((line) => pathIn(line, frame) + end).join("") || NOTHING;
    if (path !== this.path) this._renderer._setPath(this, path);
    this.path = path;
  },
});

/** Draws the layers of this module. What a path looks like stands in the style sheets, by its class;
 * Leaflet would write that in every path, in twelve steps. */
const ClassPaths = L.SVG.extend({
  _initPath(layer) {
    const { className, interactive } = layer.options;
    layer._path = L.SVG.create("path");
    layer._path.setAttribute("class", interactive ? `leaflet-interactive ${className}` : className);
    this._layers[L.stamp(layer)] = layer;
  },
  _updateStyle() {},
});

/** What draws all layers of a map. */
export function pathRenderer() {
  return new ClassPaths({ padding: 0.5 });
}

/** Some arcs as a layer; `setArcs` gives it others, and `setLines` lines. */
export function linesLayer(arcs, options) {
  return new FixedPath(arcs.map(lineOf), options);
}

/** A surface as a layer, from polygons of rings; `setLines` gives it other rings. */
export function surfaceLayer(polygons, options) {
  return new FixedPath(polygons.flat(), { closed: true, ...options });
}
