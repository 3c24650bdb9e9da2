/** A block of IPv4 addresses; `first` and `last` are addresses as numbers. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  /** Whether the notation has no bits set right of the prefix. */
  readonly aligned: boolean;
}

/** Undefined when the text is no CIDR notation. */
export function parseBlock(notation: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(notation);
  if (match === null) return undefined;
  const [octets, prefix] = [match.slice(1, 5).map(Number), Number(match[5])];
  if (octets.some((octet) => octet > 255) || prefix > 32) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefix, aligned: first === address };
}

export function overlaps(left: string, right: string): boolean {
  const [one, other] = [parseBlock(left), parseBlock(right)];
  if (one === undefined || other === undefined) return false;
  return one.first <= other.last && other.first <= one.last;
}

export function contains(block: string, address: string): boolean {
  const [outer, inner] = [parseBlock(block), parseBlock(`${address}/32`)];
  if (outer === undefined || inner === undefined) return false;
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** The nth address of a block, counted from 0. */
export function addressAt(notation: string, index: number): string {
  const block = parseBlock(notation);
  return block === undefined ? "" : formatAddress(block.first + index);
}

/** The first address of a block that is free; Google keeps the first two and the last two of a subnet. */
export function freeAddress(notation: string, taken: ReadonlySet<string>): string | undefined {
  const block = parseBlock(notation);
  if (block === undefined) return undefined;
  for (let address = block.first + 2; address <= block.last - 2; address++) {
    const candidate = formatAddress(address);
    if (!taken.has(candidate)) return candidate;
  }
  return undefined;
}

/** The first block of the given size within `within` that overlaps none of `taken`. */
export function freeBlock(within: string, prefix: number, taken: readonly string[]): string {
  const outer = parseBlock(within);
  const size = 2 ** (32 - prefix);
  if (outer === undefined) return "";
  for (let first = outer.first; first + size - 1 <= outer.last; first += size) {
    const candidate = `${formatAddress(first)}/${prefix}`;
    if (!taken.some((block) => overlaps(block, candidate))) return candidate;
  }
  return "";
}
