/** IPv4 ranges as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The addresses of a range that the schema has let through, such as `10.4.0.0/14`. */
export function rangeOf(cidr: string): Range {
  const [address = "", bits = "32"] = cidr.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

export function overlap(a: string, b: string): boolean {
  const [left, right] = [rangeOf(a), rangeOf(b)];
  return left.first <= right.last && right.first <= left.last;
}

/** The same range, beginning where it begins: `10.1.2.3/16` is `10.1.0.0/16`. */
export function canonical(cidr: string): string {
  const { first } = rangeOf(cidr);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${cidr.split("/")[1] ?? "32"}`;
}
