/**
 * What is wrong with a cron schedule, in the words of the parser that the API server uses
 * (robfig/cron v3, ParseStandard); undefined when nothing is.
 */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule === "") return "empty spec string";
  if (schedule.startsWith("@")) {
    const known =
      descriptors.has(schedule) || /^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(schedule);
    return known ? undefined : `unrecognized descriptor: ${schedule}`;
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== fields.length) {
    return `expected exactly 5 fields, found ${parts.length}: [${parts.join(" ")}]`;
  }
  return fields
    .flatMap((field, index) =>
      (parts[index] ?? "")
        .split(",")
        .filter((range) => range !== "")
        .map((range) => rangeProblem(range, field)),
    )
    .find((problem) => problem !== undefined);
}

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

const fields: readonly Field[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: months },
  { low: 0, high: 6, names: days },
];

const descriptors: ReadonlySet<string> = new Set([
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
]);

function rangeProblem(range: string, field: Field): string | undefined {
  const [span = "", stepText, ...more] = range.split("/");
  const [from = "", to, ...hyphens] = span.split("-");
  if (hyphens.length > 0) return `too many hyphens: ${range}`;
  if (more.length > 0) return `too many slashes: ${range}`;
  const every = from === "*" || from === "?";
  const low = every ? field.low : numberOf(from, field);
  const high = every ? field.high : to === undefined ? low : numberOf(to, field);
  const step = stepText === undefined ? 1 : numberOf(stepText, { low: 0, high: 0 });
  for (const value of [low, high, step]) if (typeof value === "string") return value;
  if (typeof low === "string" || typeof high === "string") return undefined;
  const end = !every && to === undefined && stepText !== undefined ? field.high : high;
  if (low < field.low) return `beginning of range (${low}) below minimum (${field.low}): ${range}`;
  if (end > field.high) return `end of range (${end}) above maximum (${field.high}): ${range}`;
  if (low > end) return `beginning of range (${low}) beyond end of range (${end}): ${range}`;
  return step === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

/** A number, or what is wrong with it. */
function numberOf(text: string, field: Field): number | string {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + field.low;
  if (!/^[+-]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  }
  const value = Number(text);
  return value < 0 ? `negative number (${value}) not allowed: ${text}` : value;
}
