// The data that stand in the page.

import { readNumbers } from "./topologie.js";

/** What the program put in the page, as JSON. */
export function readData(id = "lappendeken-gegevens") {
  const data = JSON.parse(document.getElementById(id).textContent);
  const { borders } = data;
  // Neighbours stand in it as steps from one to the next.
  for (const side of borders?.first ? ["first", "second"] : []) {
    let last = 0;
    borders[side] = readNumbers(borders[side]).map((step) => (last += step));
  }
  return data;
}
