export type MachineCloud = "gcp" | "aws";

/** Whose machine type it is: AWS has a dot in it, GCP hyphens. */
export function cloudOfMachine(machineType: string): MachineCloud {
  return machineType.includes(".") ? "aws" : "gcp";
}

/** Its cores, when the name says so: `n1-standard-16`, `custom-16-20480`, `m5.4xlarge`. */
export function coresOfMachine(machineType: string): number | undefined {
  if (cloudOfMachine(machineType) === "aws") {
    const [, count, size] = /^[a-z0-9-]+\.(\d*)(x?large|medium)$/.exec(machineType) ?? [];
    if (size === undefined) return undefined;
    return size === "xlarge" ? 4 * Number(count || 1) : 2;
  }
  const cores =
    /^(?:[a-z0-9]+-)?custom-(\d+)-\d+/.exec(machineType) ??
    /^[a-z0-9]+-[a-z]+-(\d+)/.exec(machineType);
  return cores?.[1] === undefined ? undefined : Number(cores[1]);
}

/** Whose disk type it is, when that is certain. */
export function cloudOfDisk(diskType: string): MachineCloud | undefined {
  if (/^(pd-|hyperdisk-)/.test(diskType)) return "gcp";
  return /^(gp[23]|io[12]|st1|sc1)$/.test(diskType) ? "aws" : undefined;
}
