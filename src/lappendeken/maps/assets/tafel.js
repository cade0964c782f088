// Rows of a table, from text with commas, semicolons or tabs.

const LARGEST = 5_000_000;
const [ZIP, OLD_EXCEL] = ["PK\u0003\u0004", "\u00d0\u00cf\u0011\u00e0"];

/** The sign that stands most between the cells of the first row. */
function signBetween(text) {
  const head = text.split(/\r?\n/, 1)[0];
  const count = (sign) => head.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** The text in quotes that begins at a place, and where it ends. */
function quotedCell(text, start) {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) end = text.length;
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

/** The rows of a text, without those that are empty. */
export function textRows(given) {
  const text = given.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const between = signBetween(text);
  const rows = [[]];
  let place = 0;
  while (place < text.length) {
    const quoted = text[place] === '"' ? quotedCell(text, place) : { value: "", end: place };
    let { end } = quoted;
    while (end < text.length && text[end] !== between && text[end] !== "\n") end += 1;
    rows.at(-1).push((quoted.value + text.slice(quoted.end, end)).trim());
    if (text[end] === "\n") rows.push([]);
    place = end + 1;
  }
  return rows.filter((row) => row.some(Boolean));
}

/** The text of bytes in UTF-8, or else as Excel writes a text or a CSV; throws for what is no text. */
function decoded(bytes, name) {
  let text;
  try {
    const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
    text = new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell that this is no text
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new Error(`${name} is geen tabel: geef een CSV- of XLSX-bestand.`);
  return text;
}

/** The rows of a file; throws a sentence when it holds no table of a sensible size. A page that can
 * read workbooks says with what. */
export async function fileRows(file, readWorkbook) {
  if (file.size > LARGEST) throw new Error(`${file.name} is te groot: een tabel van meer dan 5 MB leest deze pagina niet.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begin = String.fromCharCode(...bytes.slice(0, 4));
  if (begin === OLD_EXCEL) throw new Error(`${file.name} is een Excel-bestand van voor 2007. Sla het op als XLSX of als CSV.`);
  if (begin !== ZIP) return textRows(decoded(bytes, file.name));
  if (!readWorkbook) throw new Error(`${file.name} is een Excel-bestand. Sla het op als CSV; deze pagina leest geen XLSX.`);
  try {
    return await readWorkbook(bytes);
  } catch {
    throw new Error(`${file.name} is niet te lezen als Excel-bestand (XLSX). Sla het op als CSV en probeer het opnieuw.`);
  }
}
