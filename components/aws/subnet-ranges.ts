/** The ranges of one zone's subnets. */
export interface ZoneRanges {
  readonly public: string;
  readonly private: string;
}

/**
 * Cuts a VPC's range into sixteenths: one public and one private subnet for each of up to eight
 * zones. A zone's ranges don't depend on how many zones there are, so that adding one moves none.
 *
 * @param cidr a range with its lowest address, /16 to /20: a subnet may not be smaller than /28, and
 * nodes' pods take addresses of it too.
 */
export function subnetRanges(cidr: string, zones: number): readonly ZoneRanges[] {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits) + 4;
  const base = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  const range = (index: number): string => `${formatAddress(base + index * size)}/${prefix}`;
  return Array.from({ length: zones }, (_, zone) => ({
    public: range(zone),
    private: range(zone + 8),
  }));
}

function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
