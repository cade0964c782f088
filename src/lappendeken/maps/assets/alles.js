// The explorer of all indelingen: what every page has, and what only this one has room for.

import { connectOwn } from "./eigenpaneel.js";
import { connectBeside } from "./naast.js";
import { connectRanking } from "./ranglijst.js";
import { connectPeriods } from "./toen.js";
import { startPage } from "./verkenner.js";
import { connectHexagons } from "./zeshoek.js";

/** Start the explorer. */
export function startExplorer(map) {
  startPage(map, [connectBeside, connectHexagons, connectPeriods, connectRanking, connectOwn]);
}
