import type { Container } from "./objects.ts";
import type { Transformation } from "./map-objects.ts";
import { mapContainers } from "./map-objects.ts";

/** As a person writes a container: who it is, what it runs, what it is told, what it gets, how it is watched. */
const containerKeys = [
  ...["name", "image", "imagePullPolicy", "command", "args", "workingDir"],
  ...["env", "envFrom", "ports", "resources", "volumeMounts"],
  ...["startupProbe", "livenessProbe", "readinessProbe", "lifecycle"],
  ...["terminationMessagePath", "terminationMessagePolicy", "securityContext"],
];

/** Keys of containers in one order, whichever options they went through: a diff shows what differs. */
export const inKeyOrder: Transformation = (services) => mapContainers(services, ordered);

function ordered(container: Container): Container {
  const entries: readonly (readonly unknown[])[] = Object.entries(container).toSorted(
    ([left], [right]) => containerKeys.indexOf(left) - containerKeys.indexOf(right),
  );
  return Object.fromEntries(entries);
}
