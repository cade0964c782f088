// The data that stand in the page.

/** What the program put in the page, as JSON. */
export function readData(id = "lappendeken-gegevens") {
  return JSON.parse(document.getElementById(id).textContent);
}
