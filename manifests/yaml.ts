/**
 * A YAML document as a person would write it: keys in the order given (one that is undefined is left
 * out), text of several lines as a block, nothing folded, no anchors, and quotes only where YAML 1.1
 * needs them, which is how kubectl, Compose and PyYAML read it.
 *
 * It is written here because a serializer for everything that YAML can say takes longer than all the rest
 * of rendering a release.
 */
export function yamlText(document: object): string {
  const lines: string[] = [];
  if (isFilled(document)) writeItems(document, "", lines, "");
  else lines.push(inline(document, ""));
  return `${lines.join("\n")}\n`;
}

/** Several documents in one file. */
export function yamlDocuments(documents: readonly object[]): string {
  return documents.map(yamlText).join("---\n");
}

/**
 * Adds the lines of a collection.
 *
 * @param first what stands before its first line: its indentation, or the `- ` of the list it is in.
 */
function writeItems(collection: object, indent: string, lines: string[], first = indent): void {
  let start = first;
  if (Array.isArray(collection)) {
    for (const item of collection) {
      if (isFilled(item)) writeItems(item, `${indent}  `, lines, `${start}- `);
      else lines.push(`${start}- ${inline(item, indent)}`);
      start = indent;
    }
    return;
  }
  for (const [key, value] of Object.entries(collection)) {
    if (value === undefined) continue;
    if (isFilled(value)) {
      lines.push(`${start}${shownText(key)}:`);
      writeItems(value, `${indent}  `, lines);
    } else {
      lines.push(`${start}${shownText(key)}: ${inline(value, indent)}`);
    }
    start = indent;
  }
}

function isFilled(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > 0;
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).some((own) => own !== undefined)
  );
}

/** A value on its key's line; text of several lines goes on below it. */
function inline(value: unknown, indent: string): string {
  if (typeof value === "string") return isBlock(value) ? block(value, indent) : shownText(value);
  if (typeof value === "number" && Number.isFinite(value)) return shownNumber(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object") return "{}";
  throw new Error(`YAML has no way to say ${typeof value === "number" ? value : typeof value}`);
}

/** YAML 1.1 takes `1e+21` for text: a fraction makes it a number. */
function shownNumber(value: number): string {
  const text = String(value);
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text;
}

/** What no reader takes as it stands: controls, Unicode's line ends, halves of pairs, what isn't seen. */
const unprintable =
  // oxlint-disable-next-line no-control-regex
  /[\x00-\x08\x0B-\x1F\x7F-\xA0\xAD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const everyUnprintable = new RegExp(unprintable, "g");

function isBlock(text: string): boolean {
  return text.includes("\n") && /\S/.test(text) && !unprintable.test(text);
}

/** `|` keeps line ends; `-` and `+` say how many there are at the end. */
function block(text: string, indent: string): string {
  const end = /\n*$/.exec(text)?.[0].length ?? 0;
  const chomping = end === 0 ? "-" : end === 1 ? "" : "+";
  // Readers find the indentation by the first line, unless that begins with space itself.
  const indentation = /^\n*[ \t]/.test(text) ? "2" : "";
  const body = (end === 0 ? text : text.slice(0, -1))
    .split("\n")
    .map((line) => (line === "" ? "" : `${indent}  ${line}`));
  return [`|${indentation}${chomping}`, ...body].join("\n");
}

/** Keys and values come again and again, and how they are shown takes a while to find out. */
const shown = new Map<string, string>();

function shownText(text: string): string {
  const known = shown.get(text);
  if (known !== undefined) return known;
  const result = isPlain(text) ? text : quoted(text);
  shown.set(text, result);
  return result;
}

function quoted(text: string): string {
  const isSimple = !/[\n\t]/.test(text) && !unprintable.test(text);
  if (isSimple && /["\\]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(everyUnprintable, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const word = /^[A-Za-z/][A-Za-z0-9_./-]*$/;
const otherValue = /^(y|yes|n|no|true|false|on|off|null)$/i;

/** Whether it is read as this very text without quotes (YAML 1.1, 5.3, 9.1.3; types at yaml.org/type). */
function isPlain(text: string): boolean {
  if (word.test(text)) return !otherValue.test(text);
  return (
    /^[^\s!"#%&'*,:=>?@[\]`{|}~-]|^-[^\s-]|^--[^-]/.test(text) &&
    !/[\n\t]|\s$|:$|: | #|^<<$|^\.\.\./.test(text) &&
    !isNumberLike(text) &&
    !unprintable.test(text)
  );
}

/**
 * Whether any reader could take it for a number, a time or a date. Compose's documentation asks for
 * quotes around every `a:b` of digits, of which YAML 1.1 takes some for numbers to the base of 60.
 */
function isNumberLike(text: string): boolean {
  return (
    /^[-+.\d]/.test(text) &&
    (/^[-+]?(\d[\d_]*\.?[\d_]*|\.[\d_]+)(e[-+]?\d+)?$/i.test(text) ||
      /^[-+]?0(x[\da-f_]+|o[0-7_]+|b[01_]+)$/i.test(text) ||
      /^[-+]?[\d_]+(:\d+)+(\.[\d_]*)?$/.test(text) ||
      /^[-+]?\.(inf|nan)$/i.test(text) ||
      /^\d{4}-\d{1,2}-\d{1,2}($|[Tt\s])/.test(text))
  );
}
