/** The middle of some figures: machines are noisy, and a mean follows the noise. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** `1.27 (1.26 to 1.32)` */
export function range(values: readonly number[], digits = 2): string {
  const sorted = values.toSorted((left, right) => left - right);
  const [first = Number.NaN, last = Number.NaN] = [sorted[0], sorted.at(-1)];
  return `${median(values).toFixed(digits)} (${first.toFixed(digits)} to ${last.toFixed(digits)})`;
}

/** The middle of the ratios of two series that were measured in turn. */
export function ratio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, index) => value / (others[index] ?? value)));
}
