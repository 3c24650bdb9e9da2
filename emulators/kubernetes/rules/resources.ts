import type { Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, invalids, key, required } from "../cause.ts";
import { amountOf, canonicalQuantity } from "../quantity.ts";
import { objectAt } from "../read.ts";
import { qualifiedName } from "./names.ts";

/** Requests and limits of a container (core/validation, validateResourceRequirements). */
export function resourceCauses(resources: Value, field: string): readonly Cause[] {
  const limits = objectAt(resources, "limits");
  const requests = objectAt(resources, "requests");
  return [
    ...Object.entries(limits).flatMap(([name, value]) =>
      amountCauses(name, value, key(child(field, "limits"), name)),
    ),
    ...Object.entries(requests).flatMap(([name, value]) =>
      amountCauses(name, value, key(child(field, "requests"), name)).concat(
        overLimit(name, value, limits[name], field),
      ),
    ),
    ...hugePageCauses([...Object.keys(limits), ...Object.keys(requests)], field),
  ];
}

/** Resources that a container may have besides those of the form `example.com/name`. */
const standardResources: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);

function amountCauses(name: string, value: Value, field: string): readonly Cause[] {
  const own = standardResources.has(name) || name.startsWith("hugepages-");
  const amount = amountOf(value);
  return [
    ...invalids(field, name, qualifiedName(name)),
    ...(name.includes("/") || own
      ? []
      : [invalid(field, name, "must be a standard resource type or fully qualified")]),
    ...(amount !== undefined && amount < 0n
      ? [invalid(field, value, "must be greater than or equal to 0")]
      : []),
  ];
}

function overLimit(name: string, request: Value, limit: Value, field: string): readonly Cause[] {
  const [asked, allowed] = [amountOf(request), amountOf(limit)];
  const overcommits = standardResources.has(name);
  if (allowed === undefined) {
    return overcommits
      ? []
      : [required(child(field, "limits"), "Limit must be set for non overcommitable resources")];
  }
  if (asked === undefined) return [];
  if (!overcommits && asked !== allowed) {
    const detail = `must be equal to ${name} limit of ${canonicalText(limit)}`;
    return [invalid(child(field, "requests"), request, detail)];
  }
  if (asked <= allowed) return [];
  const detail = `must be less than or equal to ${name} limit of ${canonicalText(limit)}`;
  return [invalid(child(field, "requests"), request, detail)];
}

function canonicalText(quantity: Value): string {
  return typeof quantity === "string" || typeof quantity === "number"
    ? canonicalQuantity(quantity)
    : "";
}

function hugePageCauses(names: readonly string[], field: string): readonly Cause[] {
  const huge = names.some((name) => name.startsWith("hugepages-"));
  return huge && !names.includes("cpu") && !names.includes("memory")
    ? [forbidden(field, "HugePages require cpu or memory")]
    : [];
}
