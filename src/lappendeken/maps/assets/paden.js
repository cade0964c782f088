// Lines and surfaces of a Leaflet map that are measured once: where a point lies is worked out the
// first time, and what a line looks like once for every zoom, however many layers show it.

import { rememberedOf } from "./onthoud.js";

const NOTHING = "M0 0";
const WORLD = 256;

/** Where points lie on a world of 256 by 256, as x and y in turn. */
function placesOf(points) {
  const found = new Float64Array(2 * points.length);
  points.forEach(([lat, lng], k) => {
    found[2 * k] = WORLD * (lng / 360 + 0.5);
    found[2 * k + 1] = WORLD * (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI));
  });
  return found;
}

/** What is known of some points: their places, and the path that was last written of them. */
const writtenOf = rememberedOf((points) => ({ places: placesOf(points), frame: {}, path: "" }));

/** The path of some points in a frame. */
function pathIn(points, frame) {
  const known = writtenOf(points);
  const { scale, x, y } = frame;
  if (known.frame.scale === scale && known.frame.x === x && known.frame.y === y) return known.path;
  const { places } = known;
  let path = "";
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (let k = 0; k < places.length; k += 2) {
    const atX = Math.round(places[k] * scale - x);
    const atY = Math.round(places[k + 1] * scale - y);
    // Points that fall together on the screen are drawn once.
    if (atX === lastX && atY === lastY) continue;
    path += `${path ? "L" : "M"}${atX} ${atY}`;
    lastX = atX;
    lastY = atY;
  }
  Object.assign(known, { frame, path });
  return known.path;
}

/** Where the map lies: the scale of its zoom, and the point that its paths are drawn from. */
function frameOf(map) {
  const { x, y } = map.getPixelOrigin();
  return { scale: map.options.crs.scale(map.getZoom()) / WORLD, x, y };
}

/** Lines, or surfaces when they are closed, that stay what they are while the map moves. */
const FixedPath = L.Path.extend({
  initialize(lines, options) {
    L.setOptions(this, options);
    this.lines = lines;
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
    const path = this.lines.map((points) => pathIn(points, frame) + end).join("") || NOTHING;
    if (path !== this.path) this._renderer._setPath(this, path);
    this.path = path;
  },
});

/** Some lines as a layer; `setLines` gives it others. */
export function linesLayer(lines, options) {
  return new FixedPath(lines, { fill: false, ...options });
}

/** A surface as a layer, from polygons of rings; `setLines` gives it other rings. */
export function surfaceLayer(polygons, options) {
  return new FixedPath(polygons.flat(), { fill: true, closed: true, ...options });
}
