// The first sheet of a workbook (XLSX): a zip file with XML in it. Nothing in it is carried out.

const LARGEST_PART = 30_000_000;
const [DIRECTORY_END, DIRECTORY_ROW] = [0x06054b50, 0x02014b50];
const SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Where every part of a zip file is, by its name. */
function partsOfZip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end -= 1;
  if (end < 0) throw new Error("no end of directory");
  const found = new Map();
  let place = view.getUint32(end + 16, true);
  for (let k = view.getUint16(end + 10, true); k > 0; k -= 1) {
    if (view.getUint32(place, true) !== DIRECTORY_ROW) throw new Error("no row of a directory");
    const [name, extra, note] = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
    const start = view.getUint32(place + 42, true);
    // The part itself repeats its name, with other extras.
    const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const called = new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + name));
    const size = view.getUint32(place + 20, true);
    found.set(called, { packed: view.getUint16(place + 10, true), data: bytes.subarray(data, data + size) });
    place += 46 + name + extra + note;
  }
  return found;
}

/** The text of a part; one that grows beyond all measure is refused. */
async function textOfPart({ packed, data }) {
  if (packed === 0) return new TextDecoder().decode(data);
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > LARGEST_PART) {
      await reader.cancel();
      throw new Error("too large");
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** The elements of a name in the XML of a part; none when the part is not there. */
async function elementsIn(parts, name, tag) {
  const part = parts.get(name);
  if (!part) return [];
  const xml = new DOMParser().parseFromString(await textOfPart(part), "application/xml");
  if (xml.querySelector("parsererror")) throw new Error("no XML");
  return [...xml.getElementsByTagNameNS("*", tag)];
}

/** The text in an element, without how it is to be pronounced. */
function textIn(item) {
  return [...item.getElementsByTagNameNS(SPREADSHEET, "t")]
    .filter((part) => part.parentNode.localName !== "rPh").map((part) => part.textContent).join("");
}

/** The number of a column from its letters. */
function columnOf(address) {
  return [...address.replace(/[^A-Z]/g, "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** What a cell holds, as text. */
function cellText(cell, shared) {
  const kind = cell.getAttribute("t");
  if (kind === "inlineStr") return textIn(cell);
  const value = cell.getElementsByTagNameNS(SPREADSHEET, "v")[0]?.textContent ?? "";
  return kind === "s" ? (shared[Number(value)] ?? "") : value;
}

/** The name of the part that holds the first sheet. */
async function firstSheetName(parts) {
  const [sheet] = await elementsIn(parts, "xl/workbook.xml", "sheet");
  const wanted = sheet.getAttributeNS(DOCUMENT, "id");
  const links = await elementsIn(parts, "xl/_rels/workbook.xml.rels", "Relationship");
  const target = links.find((link) => link.getAttribute("Id") === wanted).getAttribute("Target");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

/** The rows of the first sheet of a workbook, without those that are empty. */
export async function firstSheet(bytes) {
  const parts = partsOfZip(bytes);
  const shared = (await elementsIn(parts, "xl/sharedStrings.xml", "si")).map(textIn);
  const rows = await elementsIn(parts, await firstSheetName(parts), "row");
  const read = rows.map((row) => {
    const found = [];
    for (const cell of row.getElementsByTagNameNS(SPREADSHEET, "c")) {
      const address = cell.getAttribute("r");
      found[address ? columnOf(address) : found.length] = cellText(cell, shared).trim();
    }
    return Array.from(found, (text) => text ?? "");
  });
  return read.filter((row) => row.some(Boolean));
}
