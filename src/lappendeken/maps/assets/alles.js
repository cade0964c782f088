// The explorer of all indelingen: what every page has, and what only this one has room for.

import { connectOwn } from "./eigenpaneel.js";
import { connectRanking } from "./ranglijst.js";
import { connectPeriods } from "./toen.js";
import { startPage } from "./verkenner.js";

/** Start the explorer. */
export function startExplorer(map) {
  startPage(map, [connectPeriods, connectRanking, connectOwn]);
}
