import type { Properties, Value } from "../../core/values.ts";
import { objectAt, textAt } from "../read.ts";

/** What a pod does that a level forbids, such as `privileged (container "a" must …)`. */
export type Check = (spec: Properties, containers: readonly Properties[]) => string | undefined;

/** A profile's type, of the pod or of a container. */
export type Profile = "appArmorProfile" | "seccompProfile";

export function reason(title: string, detail: string): string | undefined {
  return detail === "" ? undefined : `${title} (${detail})`;
}

/** `containers "a", "b" must …`; nothing for no containers. */
export function must(containers: readonly Properties[], what: string): string {
  return containers.length === 0 ? "" : `${named(containers)} ${what}`;
}

/** `pod or container "a" must …`, for what either may say. */
export function podOr(containers: readonly Properties[], what: string): string {
  return containers.length === 0 ? "" : `pod or ${named(containers)} ${what}`;
}

/** `pod and container "a"`: who says what none may say. */
export function settersOf(pod: boolean, containers: readonly Properties[]): string {
  const parts = [...(pod ? ["pod"] : []), ...(containers.length === 0 ? [] : [named(containers)])];
  return parts.join(" and ");
}

export function named(containers: readonly Properties[]): string {
  const names = containers.map((container) => textAt(container, "name"));
  return `${plural(containers, "container", "containers")} ${quoted(names)}`;
}

export function plural(items: readonly unknown[], one: string, many: string): string {
  return items.length === 1 ? one : many;
}

export function quoted(items: readonly string[]): string {
  return items.map((item) => JSON.stringify(item)).join(", ");
}

/** Each once, in order. */
export function sorted(items: readonly string[]): readonly string[] {
  return [...new Set(items)].toSorted();
}

export function securityContext(owner: Value): Properties {
  return objectAt(owner, "securityContext");
}

export function volumeType(volume: Value): string {
  return Object.keys(objectAt(volume)).find((name) => name !== "name") ?? "emptyDir";
}

export function profileType(owner: Value, profile: Profile): string {
  return textAt(owner, "securityContext", profile, "type");
}

/** Who asks for a profile that is neither the runtime's own nor one from the node. */
export function profileViolation(
  profile: Profile,
  title: string,
  verb: string,
  spec: Properties,
  containers: readonly Properties[],
): string | undefined {
  const isBad = (owner: Properties): boolean =>
    securityContext(owner)[profile] !== undefined &&
    !["RuntimeDefault", "Localhost"].includes(profileType(owner, profile));
  const bad = [spec, ...containers].filter(isBad);
  const types = sorted(bad.map((owner) => profileType(owner, profile)));
  const setters = settersOf(isBad(spec), containers.filter(isBad));
  return reason(
    types.length > 1 && profile === "appArmorProfile" ? `${title}s` : title,
    setters === "" ? "" : `${setters} ${verb} ${quoted(types)}`,
  );
}
