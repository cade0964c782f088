// The controls of the explorer: what they offer, what they show, and what they change.

import { wholeButton } from "./beeld.js";
import { focusRegion } from "./lijst.js";
import { overlaps } from "./paren.js";
import { capital, element } from "./tekst.js";

/** A choice in a list. */
export function optionOf(text, value) {
  const option = element("option", text);
  option.value = value;
  return option;
}

/** Fill a list of indelingen, by domain, with those that serve. */
function fillIndelingen(data, id, serves) {
  const groups = new Map();
  data.indelingen.forEach(({ naam, domein }, k) => {
    if (!serves(k)) return;
    if (!groups.has(domein)) {
      groups.set(domein, element("optgroup"));
      groups.get(domein).label = domein;
    }
    groups.get(domein).append(optionOf(capital(naam), k));
  });
  document.getElementById(id).replaceChildren(...groups.values());
}

/** Fill the lists of indelingen: to compare, and to move gemeenten in. */
export function fillPlaces(data) {
  for (const id of ["a", "b"]) fillIndelingen(data, id, () => true);
  fillIndelingen(data, "zet-indeling", (k) => !overlaps(data, k));
}

/** Fill the list of provinces, and offer only choices that there are. */
export function fillChoices(data) {
  document.getElementById("zeker").closest("label").hidden = data.indelingen.every(({ doubtful }) => !doubtful);
  document.getElementById("provincie").append(...data.provincies.map(optionOf));
}

/** Which way of looking is chosen. */
function lookOf({ domains, beside }) {
  if (!domains) return "paar";
  return beside ? "naast" : "domeinen";
}

/** Put the choice in the controls, and say what an address named in vain. */
export function showControls(state) {
  const set = (id, value) => { document.getElementById(id).value = value; };
  set("a", state.a);
  set("b", state.b);
  set("provincie", state.province ?? "");
  document.getElementById("consensus").checked = state.consensus;
  document.getElementById("zeker").checked = state.sure;
  for (const input of document.querySelectorAll('input[name="beeld"]')) {
    input.checked = input.value === lookOf(state);
  }
  document.getElementById("paar").hidden = state.domains;
  const { unknown = [], refused = [] } = state;
  const told = refused.map((why) => `In het plan: ${why}`);
  if (unknown.length) told.unshift(`Onbekend in het adres: ${unknown.join(", ")}.`);
  if (told.length) told.push("De rest is getoond.");
  const message = document.getElementById("melding");
  message.hidden = !told.length;
  message.textContent = told.join(" ");
}

/** Let every control change the choice. */
export function connectControls(page) {
  // Enter in the search box would send the form, and with it the reader to another page.
  document.querySelector(".keuzes").addEventListener("submit", (event) => event.preventDefault());
  const on = (id, change) => {
    document.getElementById(id).addEventListener("change", ({ target }) => page.go(change(target), id));
  };
  const other = (value, own, second) => (value === own ? second : own);
  on("a", ({ value }) => ({ a: Number(value), b: other(Number(value), page.state.b, page.state.a), region: null }));
  on("b", ({ value }) => ({ b: Number(value), a: other(Number(value), page.state.a, page.state.b), region: null }));
  on("provincie", ({ value }) => ({ province: value === "" ? null : Number(value), region: null, gemeente: null }));
  on("consensus", ({ checked }) => ({ consensus: checked }));
  on("zeker", ({ checked }) => ({ sure: checked, region: null }));
  for (const input of document.querySelectorAll('input[name="beeld"]')) {
    input.addEventListener("change", () => page.go({ domains: input.value !== "paar", beside: input.value === "naast", region: null }));
  }
  const press = (button, change) => button.addEventListener("click", () => page.go(change()));
  press(document.getElementById("omdraaien"), () => ({ a: page.state.b, b: page.state.a, region: null }));
  wholeButton().addEventListener("click", () => {
    page.go({ region: null, gemeente: null, province: null });
    document.querySelector(".folium-map").focus({ preventScroll: true });
  });
  const leaveGemeente = () => {
    page.go({ gemeente: null });
    // Where the reader came from, if that is still there.
    const back = page.origin?.isConnected && page.origin !== document.body ? page.origin : document.getElementById("zoek");
    back.focus({ preventScroll: back.matches(".folium-map") });
  };
  document.getElementById("sluit").addEventListener("click", leaveGemeente);
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || target.id === "zoek") return;
    const { region, gemeente } = page.state;
    if (region) {
      page.go({ region: null });
      focusRegion(region);
    } else if (gemeente !== null) leaveGemeente();
  });
}

/** The link for those who skip the panel; the address stays what it is. */
export function connectSkipping(map) {
  document.querySelector(".spring").addEventListener("click", (event) => {
    event.preventDefault();
    map.getContainer().focus();
  });
}
