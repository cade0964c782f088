// Lines and surfaces of a Leaflet map, along the arcs of a topology: what an arc looks like is written
// once for every zoom, however many layers show it.

import { rememberedOf } from "./onthoud.js";
import { lineOf } from "./topologie.js";

const NOTHING = "M0 0";

/** The steps that were last written of some points. */
const writtenOf = rememberedOf(() => ({ frame: {}, there: "", back: "" }));

/** The steps along some points in a frame, there and back. */
function stepsAlong(points, frame) {
  const known = writtenOf(points);
  const { scale, x, y } = frame;
  if (known.frame.scale === scale && known.frame.x === x && known.frame.y === y) return known;
  const steps = [];
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (let k = 0; k < points.length; k += 2) {
    const atX = Math.round(points[k] * scale - x);
    const atY = Math.round(points[k + 1] * scale - y);
    // Points that fall together on the screen are drawn once.
    if (atX === lastX && atY === lastY) continue;
    steps.push(`${atX} ${atY}`);
    lastX = atX;
    lastY = atY;
  }
  return Object.assign(known, { frame, there: steps.join("L"), back: steps.reverse().join("L") });
}

/** The path of a line in a frame: a scale of the world, and the point that the path is drawn from. */
export function pathIn(line, frame) {
  const steps = line.map(({ points, back }) => stepsAlong(points, frame)[back ? "back" : "there"]);
  return `M${steps.join("L")}`;
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

/** Some arcs as a layer; `setArcs` gives it others, and `setLines` lines. */
export function linesLayer(arcs, options) {
  return new FixedPath(arcs.map(lineOf), { fill: false, ...options });
}

/** A surface as a layer, from polygons of rings; `setLines` gives it other rings. */
export function surfaceLayer(polygons, options) {
  return new FixedPath(polygons.flat(), { fill: true, closed: true, ...options });
}
