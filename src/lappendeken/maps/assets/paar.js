// The page of one pair: what every page of indelingen has, and nothing more.

import { startPage } from "./verkenner.js";

/** Start the page of a pair. */
export function startPair(map) {
  startPage(map);
}
