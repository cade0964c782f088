// The present view as a picture: map, title, legend, sources and dates in one SVG, without markup
// from data: everything is made of elements, and texts are set as text.

const NAMESPACE = "http://www.w3.org/2000/svg";
const STYLES = ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity", "vector-effect"];
const [EDGE, COLUMN, LINE, BESIDE] = [24, 290, 16, 380];
const INK = "#17212b";

/** An SVG element with attributes and a text. */
function svgPart(tag, attributes = {}, text = "") {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

/** A copy of an SVG element in which everything looks as it does on the page. */
function lookalike(original) {
  const copy = original.cloneNode(true);
  const pairs = [[original, copy], ...[...original.querySelectorAll("*")].map((one, k) => [one, copy.querySelectorAll("*")[k]])];
  for (const [shown, made] of pairs) {
    const look = getComputedStyle(shown);
    for (const name of STYLES) made.setAttribute(name, look.getPropertyValue(name).replaceAll('"', ""));
    for (const name of ["class", "style", "tabindex"]) made.removeAttribute(name);
  }
  return copy;
}

/** A function that breaks a text into lines of at most a width. */
function lineBreaker() {
  const context = document.createElement("canvas").getContext("2d");
  return (text, width, size, bold = false) => {
    context.font = `${bold ? "bold " : ""}${size}px sans-serif`;
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && context.measureText(longer).width > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };
}

/** A pen that writes lines of text from the top down. */
function penAt(target, x, top, breakLines) {
  const pen = { y: top };
  pen.write = (text, { width = COLUMN, size = 12, bold = false, indent = 0, colour = INK }) => {
    for (const line of breakLines(text, width - indent, size, bold)) {
      pen.y += size + 4;
      const style = { x: x + indent, y: pen.y, "font-size": size, fill: colour, "font-weight": bold ? 700 : 400 };
      target.append(svgPart("text", style, line));
    }
  };
  return pen;
}

/** A sample of the legend, at a place. */
function sampleAt(sample, x, y) {
  if (sample.matches("svg")) {
    const group = svgPart("g", { transform: `translate(${x} ${y})` });
    for (const part of sample.children) {
      const copy = lookalike(part);
      if (part.matches("rect")) for (const [name, value] of [["width", 28], ["height", 14]]) copy.setAttribute(name, value);
      group.append(copy);
    }
    return group;
  }
  const { backgroundColor, backgroundImage } = getComputedStyle(sample);
  const fill = backgroundImage === "none" ? backgroundColor : "url(#stippen)";
  return svgPart("rect", { x, y, width: 28, height: 14, fill, stroke: "#72808d" });
}

/** Write the legend as it is on the page. */
function drawLegend(target, x, top, breakLines) {
  const pen = penAt(target, x, top, breakLines);
  const ownText = (one) => [...one.childNodes].filter((part) => part.nodeName !== "SMALL").map((part) => part.textContent).join(" ");
  for (const part of document.querySelector(".legenda-inhoud").children) {
    if (!part.matches("ul")) {
      pen.y += 6;
      pen.write(part.textContent, part.matches("small") ? { size: 10, colour: "#52606d" } : { bold: true });
      continue;
    }
    for (const row of part.children) {
      const [sample, words] = row.children;
      target.append(sampleAt(sample, x, pen.y + 5));
      pen.write(ownText(words), { indent: 38 });
      const more = words.querySelector("small");
      if (more) pen.write(more.textContent, { indent: 38, size: 10, colour: "#52606d" });
    }
  }
  return pen.y;
}

/** The part of the map that is in view: everything that is drawn, and the names on it. */
function drawMap(map, x, y) {
  const { x: width, y: height } = map.getSize();
  const view = svgPart("svg", { x, y, width, height, viewBox: `0 0 ${width} ${height}` });
  const frame = map.getContainer().getBoundingClientRect();
  const drawn = map.getPanes().overlayPane.querySelector("svg");
  const box = drawn.getBoundingClientRect();
  const inner = svgPart("g", { transform: `translate(${box.left - frame.left} ${box.top - frame.top})` });
  const [left, top] = drawn.getAttribute("viewBox").split(" ").map(Number);
  const moved = svgPart("g", { transform: `translate(${-left} ${-top})` });
  moved.append(lookalike(drawn.querySelector("g")));
  inner.append(moved);
  view.append(svgPart("rect", { width, height, fill: "#fff" }), inner);
  for (const name of document.querySelectorAll(".naam-op-kaart")) {
    const place = name.getBoundingClientRect();
    const look = getComputedStyle(name);
    view.append(svgPart("text", {
      x: place.left - frame.left + place.width / 2,
      y: place.top - frame.top + place.height - 2,
      "text-anchor": "middle",
      "font-size": Number.parseFloat(look.fontSize),
      "font-weight": look.fontWeight,
      fill: "#000",
      stroke: "#fff",
      "stroke-width": 3,
      "paint-order": "stroke",
    }, name.textContent));
  }
  return { view, width, height };
}

/** The maps that lie beside each other, each under its caption. */
function drawBeside(figures, x, y, breakLines) {
  const view = svgPart("g", { transform: `translate(${x} ${y})` });
  const column = BESIDE + LINE;
  const pens = figures.map((figure, k) => {
    const pen = penAt(view, k * column, -LINE, breakLines);
    pen.write(figure.querySelector("figcaption").textContent, { width: BESIDE, size: 12, bold: true });
    return pen;
  });
  const top = Math.max(...pens.map((pen) => pen.y)) + LINE / 2;
  const heights = figures.map((figure, k) => {
    const original = figure.querySelector("svg");
    const [, , width, height] = original.getAttribute("viewBox").split(" ").map(Number);
    const size = { x: k * column, y: top, width: BESIDE, height: (BESIDE * height) / width };
    const copy = svgPart("svg", { ...size, viewBox: original.getAttribute("viewBox") });
    copy.append(...[...original.children].map(lookalike));
    view.append(copy);
    return size.height;
  });
  return { view, width: figures.length * column - LINE, height: top + Math.max(...heights) };
}

/** The present view as an SVG element, with what it is, its legend and where it comes from. */
export function pictureOf(map, { title, sentence, sources }) {
  const breakLines = lineBreaker();
  const root = svgPart("svg", { xmlns: NAMESPACE, "font-family": "sans-serif" });
  root.append(svgPart("title", {}, title), lookalike(document.querySelector(".patronen defs")));
  const beside = [...document.querySelectorAll(".naast:not([hidden]) figure")];
  const across = beside.length ? beside.length * (BESIDE + LINE) - LINE : map.getSize().x;
  const wide = across + COLUMN + LINE;
  const head = penAt(root, EDGE, EDGE - 8, breakLines);
  head.write(title, { width: wide, size: 20, bold: true });
  head.write(sentence, { width: wide, size: 13 });
  const top = head.y + LINE;
  const left = EDGE + COLUMN + LINE;
  const { view, width, height } = beside.length ? drawBeside(beside, left, top, breakLines) : drawMap(map, left, top);
  root.append(view);
  const bottom = Math.max(top + height, drawLegend(root, EDGE, top - LINE, breakLines)) + LINE;
  const foot = penAt(root, EDGE, bottom, breakLines);
  for (const line of sources) foot.write(line, { width: wide, size: 10, colour: "#52606d" });
  const size = [left + width + EDGE, foot.y + EDGE];
  root.setAttribute("width", size[0]);
  root.setAttribute("height", size[1]);
  root.setAttribute("viewBox", `0 0 ${size.join(" ")}`);
  root.prepend(svgPart("rect", { width: "100%", height: "100%", fill: "#fff" }));
  return root;
}

/** The text of an SVG file. */
export function svgText(picture) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}`;
}

/** The same picture in dots, twice as fine as the screen. */
export function asPng(picture) {
  const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("Het plaatje is te groot voor dit toestel."))), "image/png");
    };
    image.onerror = () => reject(new Error("Het plaatje kan hier niet gemaakt worden."));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  });
}
