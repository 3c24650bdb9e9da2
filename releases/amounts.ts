/** Kubernetes' amounts as numbers: `4Ti` in bytes, `500m` in cores. */
const units: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** An amount as a number; what is none is `NaN`. */
export function amount(quantity: string): number {
  const [, number = "none", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  // Divided, since thousandths have no exact number to multiply by: 9 * 0.001 isn't 0.009.
  return unit === "m" ? Number(number) / 1000 : Number(number) * (units[unit] ?? Number.NaN);
}
