/** IPv4 arithmetic, as far as networks and the containers in them need it. */

export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/** The block of a CIDR; undefined for what isn't one, such as an IPv6 block. */
export function blockOf(cidr: string): Block | undefined {
  const [address = "", length = ""] = cidr.split("/");
  const prefixLength = Number(length);
  const start = toNumber(address);
  if (start === undefined || !/^\d+$/.test(length) || prefixLength > 32) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(start / size) * size;
  return { first, last: first + size - 1, prefixLength };
}

export function overlap(left: string, right: string): boolean {
  const [one, other] = [blockOf(left), blockOf(right)];
  if (one === undefined || other === undefined) return false;
  return one.first <= other.last && other.first <= one.last;
}

/** The lowest address for a container: the network's own and its gateway's are left out. */
export function freeAddress(block: Block, taken: ReadonlySet<string>): string | undefined {
  for (let address = block.first + 2; address < block.last; address++) {
    const candidate = toText(address);
    if (!taken.has(candidate)) return candidate;
  }
  return undefined;
}

/** The way the bridge driver makes a MAC address of an IP address. */
export function macOf(address: string): string {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return ["02", "42", ...bytes].join(":");
}

function toNumber(address: string): number | undefined {
  const parts = address.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : -1));
  if (parts.length !== 4 || parts.some((part) => part < 0 || part > 255)) return undefined;
  return parts.reduce((total, part) => total * 256 + part, 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
