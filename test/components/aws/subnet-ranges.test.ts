import assert from "node:assert/strict";
import * as fc from "fast-check";
import { subnetRanges } from "../../../components/aws/subnet-ranges.ts";
import { canonical, overlap } from "../../../environments/addresses.ts";

/** A VPC's range with its lowest address, /16 to /20. */
const cidr = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 16, max: 20 }))
  .map(([a, b, c, bits]) => canonical(`${a}.${b}.${c}.0/${bits}`));
const zones = fc.integer({ min: 1, max: 8 });
const flat = (range: string, count: number): readonly string[] =>
  subnetRanges(range, count).flatMap((each) => [each.public, each.private]);

describe("subnetRanges", () => {
  it("cuts a range into sixteenths, public ones from the bottom, private ones from the middle", () => {
    assert.deepEqual(subnetRanges("10.0.0.0/16", 2), [
      { public: "10.0.0.0/20", private: "10.0.128.0/20" },
      { public: "10.0.16.0/20", private: "10.0.144.0/20" },
    ]);
    assert.deepEqual(subnetRanges("10.1.240.0/20", 1), [
      { public: "10.1.240.0/24", private: "10.1.248.0/24" },
    ]);
  });

  it("stays inside the VPC's range, and starts each at its lowest address", () => {
    fc.assert(
      fc.property(cidr, zones, (range, count) => {
        const bits = range.split("/")[1] ?? "";
        for (const subnet of flat(range, count)) {
          assert.equal(canonical(`${subnet.split("/")[0] ?? ""}/${bits}`), range);
          assert.equal(canonical(subnet), subnet);
        }
      }),
    );
  });

  it("lets no two overlap", () => {
    fc.assert(
      fc.property(cidr, zones, (range, count) => {
        const subnets = flat(range, count);
        assert.equal(subnets.length, count * 2);
        for (const [index, subnet] of subnets.entries()) {
          for (const other of subnets.slice(index + 1)) {
            assert.ok(!overlap(subnet, other), `${subnet} and ${other}`);
          }
        }
      }),
    );
  });

  it("moves none when a zone is added", () => {
    fc.assert(
      fc.property(cidr, fc.integer({ min: 1, max: 7 }), (range, count) => {
        assert.deepEqual(
          subnetRanges(range, count + 1).slice(0, count),
          subnetRanges(range, count),
        );
      }),
    );
  });
});
