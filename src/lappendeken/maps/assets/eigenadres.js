// A division of the reader's own among the indelingen of the page, and in its address.

import { verbandenOf } from "./paren.js";

const OWN = "eigen";

/** The data with a division of the reader's own, in the place of the one before. */
export function withDivision(data, regions) {
  const members = data.gemeenten.map(() => []);
  [...regions.values()].forEach((gemeenten, verband) => {
    for (const g of gemeenten) members[g] = verband;
  });
  const indeling = {
    id: OWN, naam: "eigen regio's", enkelvoud: "eigen regio", domein: "Uw eigen indeling",
    verbanden: [...regions.keys()], members, keys: {}, doubtful: "", doubts: [], doubt: {},
  };
  const own = data.own ?? data.indelingen.length;
  return { ...data, own, indelingen: [...data.indelingen.slice(0, own), indeling] };
}

/** The code of a gemeente as short as can be. */
function shortCode([code]) {
  return code.replace(/^GM0*/, "");
}

/** A division in an address: for every region its gemeenten and its name. */
export function divisionParts({ own, indelingen, gemeenten }) {
  if (own === undefined) return [];
  return indelingen[own].verbanden.map((name, verband) => {
    const inside = gemeenten.flatMap((_, g) => (verbandenOf(indelingen[own], g).includes(verband) ? [shortCode(gemeenten[g])] : []));
    return `${inside.join(",")}/${name}`;
  });
}

/** The data with the division that an address holds; `parts` are those of `divisionParts`. */
export function withDivisionOf(data, parts) {
  const codes = new Map(data.gemeenten.map((one, g) => [shortCode(one), g]));
  const [regions, taken] = [new Map(), new Set()];
  for (const part of parts) {
    const [inside, ...name] = part.split("/");
    const found = inside.split(",").map((text) => codes.get(text));
    const gemeenten = found.filter((g) => g !== undefined && !taken.has(g));
    for (const g of gemeenten) taken.add(g);
    if (gemeenten.length && name.join("/")) regions.set(name.join("/"), gemeenten);
  }
  return regions.size ? withDivision(data, regions) : data;
}
