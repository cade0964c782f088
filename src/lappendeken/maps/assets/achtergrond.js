// A background under the map. Without a network its tiles stay away, and nothing else changes.

import { readData } from "./gegevens.js";

/** Lay the tiles under all that is drawn, and name their maker on the map. */
export function layBackground(map) {
  const { address, options } = readData("lappendeken-achtergrond");
  if (!map.attributionControl) L.control.attribution({ prefix: false }).addTo(map);
  L.tileLayer(address, options).addTo(map);
}
