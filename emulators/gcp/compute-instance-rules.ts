import type { Failure } from "../core/provider.ts";
import type { Scope } from "../core/resource-type.ts";
import type { Properties, Value } from "../core/values.ts";
import { isUnknown, same } from "../core/values.ts";
import { instanceWith } from "./compute-address.ts";
import { networkOf, networkPath, subnetworkOf } from "./compute-network.ts";
import { contains } from "../core/ipv4.ts";
import {
  apiError,
  failuresOf,
  invalidField,
  isKnown,
  isSet,
  lastSegment,
  object,
  placeFailures,
  projectOf,
  regionOfZone,
  text,
  tokens,
  zoneOf,
  list,
} from "./vocabulary.ts";
import { isKnownZone } from "./zones.ts";

/** Compute Engine documentation, "VM metadata", limits. */
const metadataLimits = { value: 262_144, total: 524_288 } as const;

/** `projects/…/zones/…/instances/…` of a VM's own inputs. */
export function instancePath(inputs: Properties, scope: Scope): string {
  return `projects/${projectOf(inputs, scope)}/zones/${zoneOf(inputs, scope)}/instances/${text(inputs["name"])}`;
}

export function instanceFailures(inputs: Properties, scope: Scope): readonly Failure[] {
  const boot = object(inputs["bootDisk"]);
  const nics = list(inputs["networkInterfaces"]);
  const metadata = object(inputs["metadata"]);
  return [
    ...placeFailures(inputs, scope, ["project", "zone"]),
    ...failuresOf(
      [
        boot["source"] !== undefined && boot["initializeParams"] !== undefined,
        "bootDisk",
        'Conflicting configuration arguments. "boot_disk.0.source": conflicts with boot_disk.initialize_params',
      ],
      [
        isSet(inputs["metadataStartupScript"]) && metadata["startup-script"] !== undefined,
        "metadataStartupScript",
        "Cannot provide both metadata_startup_script and metadata.startup-script.",
      ],
    ),
    ...nics.flatMap((nic, index) =>
      object(nic)["network"] === undefined &&
      object(nic)["subnetwork"] === undefined &&
      !isUnknown(nic)
        ? [
            {
              path: ["networkInterfaces", index],
              reason: "exactly one of network, subnetwork, or network_attachment must be provided",
            },
          ]
        : [],
    ),
  ];
}

export function refusedInstance(inputs: Properties, scope: Scope): string | undefined {
  const zone = zoneOf(inputs, scope);
  if (!isKnownZone(zone)) {
    return `Error loading zone '${zone}': ${apiError(404, `The resource 'projects/${projectOf(inputs, scope)}/zones/${zone}' was not found`, "notFound")}`;
  }
  const boot = object(inputs["bootDisk"]);
  if (boot["source"] === undefined && !isSet(object(boot["initializeParams"])["image"])) {
    return invalidField(
      "disks[0]",
      "",
      "Boot disk must have a source, or an image to be made from.",
    );
  }
  return (
    refusedMachineType(inputs, zone) ??
    refusedInterfaces(inputs, scope) ??
    refusedMetadata(inputs) ??
    refusedScheduling(inputs)
  );
}

/** Families with their sizes are too many to list: the form is checked, as names have one. */
function refusedMachineType(inputs: Properties, zone: string): string | undefined {
  const type = lastSegment(text(inputs["machineType"]));
  const form =
    /^((f1-micro|g1-small)|(e2-(micro|small|medium))|([a-z]\d[a-z]{0,2}-)?custom-\d+-\d+(-ext)?|[a-z]\d{1,2}[a-z]{0,2}-(standard|highmem|highcpu|ultramem|megamem|hypermem|highgpu|ultragpu)-\d+[a-z]*(-lssd)?(-metal)?)$/;
  return form.test(type)
    ? undefined
    : invalidField(
        "machineType",
        `zones/${zone}/machineTypes/${type}`,
        "The referenced resource does not exist.",
      );
}

function refusedInterfaces(inputs: Properties, scope: Scope): string | undefined {
  const region = regionOfZone(zoneOf(inputs, scope));
  const self = instancePath(inputs, scope);
  for (const [index, item] of list(inputs["networkInterfaces"]).entries()) {
    const nic = object(item);
    const field = `networkInterfaces[${index}]`;
    if (nic["subnetwork"] === undefined) {
      const parent = networkOf(nic["network"], inputs, scope);
      if (parent?.properties["autoCreateSubnetworks"] === false) {
        return invalidField(
          field,
          "",
          "Subnetwork should be specified for custom subnetmode network.",
        );
      }
    }
    const parent = subnetworkOf(nic["subnetwork"], inputs, region, scope);
    if (parent !== undefined && text(parent.properties["region"]) !== region) {
      return invalidField(
        `${field}.subnetwork`,
        nic["subnetwork"],
        `Subnetwork must be in region '${region}' of the instance's zone.`,
      );
    }
    if (
      parent !== undefined &&
      nic["network"] !== undefined &&
      networkPath(nic["network"], inputs, scope) !==
        networkPath(parent.properties["network"], parent.properties, scope)
    ) {
      return invalidField(
        field,
        "",
        "The network and subnetwork fields cannot be set to different networks.",
      );
    }
    const wanted = nic["networkIp"];
    if (wanted !== undefined && parent !== undefined) {
      const range = text(parent.properties["ipCidrRange"]);
      if (!contains(range, text(wanted))) {
        return invalidField(
          `${field}.networkIP`,
          wanted,
          `IP address '${text(wanted)}' is not in the range '${range}' of the subnetwork.`,
        );
      }
      if (instanceWith(wanted, scope, self) !== undefined) return inUse(wanted);
    }
    const refused = refusedExternal(nic, field, region, self, scope);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refusedExternal(
  nic: Properties,
  field: string,
  region: string,
  self: string,
  scope: Scope,
): string | undefined {
  for (const [index, config] of list(nic["accessConfigs"]).entries()) {
    const natIp = object(config)["natIp"];
    if (natIp === undefined) continue;
    const reserved = scope.store
      .list(tokens.address)
      .find(
        ({ properties }) =>
          properties["address"] === natIp &&
          properties["addressType"] === "EXTERNAL" &&
          properties["region"] === region,
      );
    const already = scope.store.get(tokens.instance, self)?.properties["networkInterfaces"];
    const own = list(already).some((one) =>
      list(object(one)["accessConfigs"]).some((other) => object(other)["natIp"] === natIp),
    );
    if (reserved === undefined && !own) {
      return invalidField(
        `${field}.accessConfigs[${index}].natIP`,
        natIp,
        `The specified external IP address '${text(natIp)}' was not found in region '${region}'.`,
      );
    }
    if (instanceWith(natIp, scope, self) !== undefined) return inUse(natIp);
    const nat = scope.store
      .list(tokens.routerNat)
      .find(({ properties }) =>
        list(properties["natIps"]).some(
          (reference) =>
            reserved !== undefined &&
            scope.store.resolve([tokens.address], reference)?.id === reserved.id,
        ),
      );
    if (nat !== undefined) return inUse(natIp);
  }
  return undefined;
}

function inUse(ip: Value): string {
  return `Error waiting for instance to create: IP '${text(ip)}' is already being used by another resource.`;
}

function refusedMetadata(inputs: Properties): string | undefined {
  const script = inputs["metadataStartupScript"];
  const items = Object.values({
    ...object(inputs["metadata"]),
    ...(isKnown(script) ? { "startup-script": script } : {}),
  }).map((value) => Buffer.byteLength(text(value)));
  const large = items.findIndex((size) => size > metadataLimits.value);
  if (large >= 0) {
    return apiError(
      413,
      `Value for field 'resource.metadata.items[${large}].value' is too large: maximum size ${metadataLimits.value} character(s); actual size ${items[large]}.`,
      "fieldSizeTooLarge",
    );
  }
  const total = items.reduce((sum, size) => sum + size, 0);
  return total > metadataLimits.total
    ? apiError(
        413,
        `Value for field 'resource.metadata' is too large: maximum size ${metadataLimits.total} character(s); actual size ${total}.`,
        "fieldSizeTooLarge",
      )
    : undefined;
}

function refusedScheduling(inputs: Properties): string | undefined {
  const scheduling = object(inputs["scheduling"]);
  const spot = scheduling["preemptible"] === true || scheduling["provisioningModel"] === "SPOT";
  return spot && scheduling["automaticRestart"] === true
    ? invalidField(
        "scheduling.automaticRestart",
        "true",
        "Scheduling must have automaticRestart be false when preemptible is true.",
      )
    : undefined;
}

/** Properties that only a stopped VM takes. */
const needStop = [
  "machineType",
  "minCpuPlatform",
  "serviceAccount",
  "enableDisplay",
  "shieldedInstanceConfig",
  "advancedMachineFeatures",
] as const;

export function refusedInstanceUpdate(
  from: Properties,
  to: Properties,
  scope: Scope,
): string | undefined {
  const moved = list(to["networkInterfaces"]).some((item, index) => {
    const old = object(list(from["networkInterfaces"])[index]);
    return ["network", "subnetwork"].some((key) => !same(old[key], object(item)[key]));
  });
  const stops = needStop.some((key) => to[key] !== undefined && !same(from[key], to[key])) || moved;
  const stopped = to["desiredStatus"] === "TERMINATED" && from["desiredStatus"] === "TERMINATED";
  if (stops && to["allowStoppingForUpdate"] !== true && !stopped) {
    return 'Changing the machine_type, min_cpu_platform, service_account, enable_display, shielded_instance_config, scheduling.node_affinities or network_interface.[#d].(network/subnetwork/subnetwork_project) or advanced_machine_features on a started instance requires stopping it. To acknowledge this, please set allow_stopping_for_update = true in your config. You can also stop it by setting desired_status = "TERMINATED", but the instance will not be restarted after the update.';
  }
  return (
    refusedMachineType(to, zoneOf(to, scope)) ?? refusedInterfaces(to, scope) ?? refusedMetadata(to)
  );
}
