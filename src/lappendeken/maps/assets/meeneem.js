// What a reader can take along: the view as a picture, the list as a table, the address.

import { writeAddress } from "./adres.js";
import { writeLooks } from "./koppeling.js";
import { congruences } from "./paren.js";
import { stepsWithData } from "./plan.js";
import { csvText, saveFile } from "./planbestand.js";
import { stepText } from "./planlijst.js";
import { asPng, pictureOf, svgText } from "./plaatje.js";
import { capital, decimals, listing } from "./tekst.js";

const byPart = (id) => document.getElementById(id);

/** Tell what became of it. */
function tellTaken(text) {
  byPart("meeneem-melding").textContent = text;
}

/** What stands around the picture: what is compared, what one sees, and where it comes from. */
function captionOf({ source, data, state }) {
  const { domains, a, b, province, plan } = state;
  const names = (domains ? data.main : [a, b]).map((k) => data.indelingen[k].naam);
  const where = province === null ? "" : `, ${data.provincies[province]}`;
  const lines = [...document.querySelectorAll("#onzeker p, .paneel footer p:not(:has(a), [hidden])")].map((line) => line.textContent);
  const steps = stepsWithData(source, plan).map((step) => `Plan: ${stepText(step)}.`);
  return {
    title: `${capital(listing(names))}${where}`,
    sentence: byPart("zin").textContent,
    sources: [...steps, ...lines],
  };
}

/** The name of a file for the present view, without its end. */
function fileName(data, { domains, a, b }) {
  return (domains ? data.main : [a, b]).map((k) => data.indelingen[k].id).join("--");
}

/** The gemeenten in view with their regions, and how constant their partners are. */
function gemeentenTable(data, state) {
  const shown = [...new Set([...(state.domains ? [] : [state.a, state.b]), ...data.main])];
  const head = ["code", "gemeente", "provincie", ...shown.map((k) => data.indelingen[k].enkelvoud), "territoriale congruentie"];
  const regions = (k, g) => [data.indelingen[k].members[g]].flat().map((v) => data.indelingen[k].verbanden[v]).join(", ");
  const shares = congruences(data);
  const rows = data.gemeenten.map(([code, name, owner], g) => {
    const share = shares[g];
    return [code, name, data.provincies[owner], ...shown.map((k) => regions(k, g)), share === null ? "" : decimals(share)];
  });
  return [head, ...rows.filter((_, g) => state.province === null || data.gemeenten[g][2] === state.province)];
}

/** The regions that are listed, in their order, as the list on the page has them. */
function regionsTable() {
  const table = document.querySelector("#lijst table");
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
  const rows = [...table.tBodies].map((body) => {
    const [name, ...cells] = body.rows[0].cells;
    const texts = [name.querySelector(".naam"), name.querySelector(".tegen"), ...cells].map((one) => one.textContent);
    const who = [...body.querySelectorAll(".namen dt")].map((term) => `${term.textContent}: ${term.nextSibling.textContent}`);
    return [...texts, who.join("; ")];
  });
  return [[heads[0], "hoe", ...heads.slice(1), "wie schuurt"], ...rows];
}

/** Put the address of all that is in view where the reader can paste it. */
async function copyAddress(page) {
  const link = window.location.href.split("#")[0] + writeAddress(page.source, page.state) + writeLooks(page);
  try {
    await navigator.clipboard.writeText(link);
    tellTaken("De koppeling is gekopieerd. Stuur dit bestand mee: wie het al heeft, ziet met de koppeling hetzelfde.");
  } catch {
    tellTaken(`Kopiëren kan hier niet. De koppeling is: ${link}`);
  }
}

/** Let the present view be taken along. */
export function connectTaking(map, page) {
  const picture = () => pictureOf(map, captionOf(page));
  const save = (end, content, type) => {
    const name = `${fileName(page.data, page.state)}${end}`;
    saveFile(name, content, type);
    tellTaken(`Bewaard als ${name}.`);
  };
  const on = (id, work) => byPart(id).addEventListener("click", work);
  on("neem-svg", () => save(".svg", svgText(picture()), "image/svg+xml"));
  on("neem-png", async () => {
    try {
      save(".png", await asPng(picture()), "image/png");
    } catch (error) {
      tellTaken(error.message);
    }
  });
  on("neem-regios", () => save("-regios.csv", csvText(regionsTable()), "text/csv"));
  on("neem-gemeenten", () => save("-gemeenten.csv", csvText(gemeentenTable(page.data, page.state)), "text/csv"));
  on("koppeling", () => copyAddress(page));
}
