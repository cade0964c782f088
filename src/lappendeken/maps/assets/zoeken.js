// The box that finds a gemeente as one types.

import { compareNames, element, plainText, withoutArticle } from "./tekst.js";

const FOUND = 8;

/** The gemeenten that have another name that begins with a text, with or without an article. */
function findAliases(aliases, wanted) {
  const bare = withoutArticle(wanted);
  return new Set(aliases.filter(([alias]) => alias.startsWith(bare)).map(([, g]) => g));
}

/** The gemeenten that a text may mean: names that begin with it, then with a word that does. */
function findGemeenten({ names, aliases }, text) {
  const wanted = plainText(text);
  if (!wanted) return [];
  const others = findAliases(aliases, wanted);
  const rank = (name, g) => {
    if (name.startsWith(wanted)) return 0;
    if (` ${name}`.includes(` ${wanted}`) || others.has(g)) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  const ranked = names.map((name, g) => [rank(name, g), name, g]).filter(([found]) => found < 3);
  ranked.sort(([x, p], [y, q]) => x - y || compareNames(p, q));
  return ranked.map(([, , g]) => g);
}

/** Let the search box offer gemeenten; `choose` hears which one is taken. */
export function connectSearch(data, choose) {
  const input = document.getElementById("zoek");
  const list = document.getElementById("gevonden");
  let known = null;
  let active = -1;
  const mark = (place) => {
    active = place;
    [...list.children].forEach((option, k) => option.setAttribute("aria-selected", k === place));
    const option = list.children[place];
    if (option?.id) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const take = (g) => {
    input.value = "";
    close();
    choose(g);
  };
  const offer = () => {
    known ??= { names: data.gemeenten.map(([, name]) => plainText(name)), aliases: data.aliases };
    const found = findGemeenten(known, input.value);
    list.replaceChildren(...found.slice(0, FOUND).map((g, k) => searchOption(data, g, k, take)));
    if (!found.length) list.append(noneFound());
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(found.length ? 0 : -1);
  };
  input.addEventListener("input", offer);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const options = list.querySelectorAll("[data-gemeente]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    if (!options.length || list.hidden) return;
    if (step) mark((active + step + options.length) % options.length);
    if (event.key === "Enter") take(Number(options[active].dataset.gemeente));
    if (step || event.key === "Enter") event.preventDefault();
  });
}

/** One gemeente that is offered. */
function searchOption(data, g, k, take) {
  const [, name, province] = data.gemeenten[g];
  const option = element("li", name);
  option.id = `gevonden-${k}`;
  option.setAttribute("role", "option");
  option.dataset.gemeente = g;
  option.append(" ", element("small", data.provincies[province]));
  // Before the box loses focus and closes.
  option.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(g);
  });
  return option;
}

/** What is offered when no name fits. */
function noneFound() {
  const option = element("li", "Geen gemeente gevonden.", "leeg");
  option.setAttribute("role", "option");
  option.setAttribute("aria-disabled", "true");
  return option;
}
