import { z } from "zod";
import type { FaultMessages } from "../../../emulators/core/provider.ts";
import type { PackageTable } from "../../../emulators/core/resource-type.ts";
import { TableProvider } from "../../../emulators/core/table-provider.ts";
import { fixed } from "../../../emulators/core/traits.ts";
import type { Value } from "../../../emulators/core/values.ts";

export const network = "small:net/network:Network";
export const machine = "small:run/machine:Machine";
export const volume = "small:run/volume:Volume";

/** A cloud small enough to see through: networks, machines in them, volumes. */
export const smallTable: PackageTable = {
  packageName: "small",
  version: "1.2.3",
  config: z.strictObject({
    region: z.string().optional(),
    flag: z.boolean().optional(),
    endpoints: z.array(z.string()).optional(),
    token: z.string().optional(),
  }),
  resources: {
    [network]: {
      source: "none: made up for tests",
      inputs: z.strictObject({
        name: fixed(z.string().max(20)),
        mtu: z.int().default(1460),
        peer: z.string().optional(),
      }),
      autoName: { property: "name", maxLength: 20, lowerCase: true },
      id: ({ name }, { config }) => `${text(config["region"] ?? "here")}/${text(name)}`,
      computed: { selfLink: ({ id }) => `https://small/${id}`, mtuLimit: () => 9000 },
      references: [{ at: "peer", to: [network] }],
    },
    [machine]: {
      source: "none: made up for tests",
      inputs: z.strictObject({
        name: fixed(z.string()),
        size: z.int().min(1),
        network: fixed(z.string()).optional(),
        image: z.string().optional(),
        password: z.string().max(12).optional(),
        labels: z.record(z.string(), z.string()).optional(),
        disks: z.array(z.strictObject({ sizeGb: z.int().default(10) })).optional(),
      }),
      autoName: { property: "name", maxLength: 63 },
      validate: ({ size, image }) =>
        size === 3 && image !== "odd" ? [{ path: ["size"], reason: "3 takes an odd image" }] : [],
      id: ({ name }) => text(name),
      references: [{ at: "network", to: [network], except: /^default$/ }],
      computed: { image: () => "debian", serial: (_, { hex }) => hex(8), token: () => "t0ken" },
      derived: { url: ({ size, id }) => `https://small/${id}?size=${Number(size)}` },
      secretOutputs: ["token"],
      deleteBeforeReplace: true,
      refuseCreate: ({ size }) => (Number(size) > 9 ? "quota exceeded: size" : undefined),
      refuseUpdate: (from, to) =>
        Number(to["size"]) < Number(from["size"]) ? "can't shrink" : undefined,
      refuseDelete: ({ properties }) => (properties["image"] === "odd" ? "too odd" : undefined),
    },
    [volume]: {
      source: "none: made up for tests",
      inputs: z.strictObject({ name: z.string(), keep: z.boolean().optional() }),
      id: ({ name }) => text(name),
      computed: {},
      adoptsExisting: true,
      staysOnDelete: ({ keep }) => keep === true,
    },
  },
  invokes: {
    "small:net/getZones:getZones": {
      source: "none: made up for tests",
      args: z.strictObject({ count: z.int().default(2), region: z.string().optional() }),
      result: ({ count, region }, { config }) => ({
        names: Array.from({ length: Number(count) }, (_, index) => `zone-${index}`),
        region: region ?? config["region"],
      }),
    },
  },
};

const faultMessages: FaultMessages = {
  quota: "small: quota exceeded",
  permission: "small: permission denied",
  conflict: "small: conflict",
  timeout: "small: timeout – nothing is known",
};

function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function smallProvider(): TableProvider {
  return new TableProvider(smallTable, faultMessages);
}
