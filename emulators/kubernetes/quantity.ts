/** As the API server describes what a quantity looks like (apimachinery, resource.ErrFormatWrong). */
export const quantityFormat =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export const quantityPattern =
  /^([+-]?)(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;

/** Amounts are counted in billionths, the smallest that a quantity can say. */
const unit = 10n ** 9n;
const decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"] as const;
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;

interface Quantity {
  readonly billionths: bigint;
  readonly format: "decimal" | "binary" | "exponent";
}

/** The amount that a quantity such as `500m`, `1.5Gi` or `2e3` means; undefined when it means none. */
export function amountOf(quantity: unknown): bigint | undefined {
  return parse(quantity)?.billionths;
}

/** The form that the API server stores: `1000m` is `1`, `0.5Gi` is `512Mi`. */
export function canonicalQuantity(quantity: string | number): string {
  const parsed = parse(quantity);
  if (parsed === undefined) return String(quantity);
  const { billionths, format } = parsed;
  if (billionths === 0n) return "0";
  if (format === "binary" && billionths % unit === 0n) {
    const [amount, suffix] = reduced(billionths / unit, 1024n, binarySuffixes);
    // Less than one of the smallest unit is written without binary suffixes, and so is it here.
    return `${amount}${suffix}`;
  }
  const [amount, suffix] = reduced(billionths, 1000n, decimalSuffixes);
  if (format !== "exponent") return `${amount}${suffix}`;
  const exponent = (decimalSuffixes.findIndex((item) => item === suffix) - 3) * 3;
  return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
}

function parse(quantity: unknown): Quantity | undefined {
  const text = typeof quantity === "number" ? String(quantity) : quantity;
  const match = typeof text === "string" ? quantityPattern.exec(text) : null;
  if (match === null) return undefined;
  const [, sign = "", digits = "", suffix = ""] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  const billionths =
    (BigInt(`${whole}${fraction}` || "0") * scale(suffix)) / 10n ** BigInt(fraction.length);
  return {
    billionths: sign === "-" ? -billionths : billionths,
    format: suffix.endsWith("i") ? "binary" : /^[eE][+-]?\d/.test(suffix) ? "exponent" : "decimal",
  };
}

function scale(suffix: string): bigint {
  const binary = binarySuffixes.findIndex((item) => item === suffix);
  if (binary > 0) return unit * 1024n ** BigInt(binary);
  const decimal = decimalSuffixes.findIndex((item) => item === suffix);
  if (decimal >= 0) return 1000n ** BigInt(decimal);
  const exponent = Math.max(Number(suffix.slice(1)), -9);
  return 10n ** BigInt(exponent + 9);
}

function reduced(
  amount: bigint,
  base: bigint,
  suffixes: readonly string[],
): readonly [bigint, string] {
  let rest = amount;
  let step = 0;
  while (step < suffixes.length - 1 && rest % base === 0n) {
    rest /= base;
    step += 1;
  }
  return [rest, suffixes[step] ?? ""];
}
