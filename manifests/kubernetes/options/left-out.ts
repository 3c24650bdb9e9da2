import { servicesElsewhere } from "../../external-services.ts";
import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { KubernetesOptions } from "../options.ts";

/**
 * Leaves out services that aren't wanted, and those whose work is done elsewhere; of an instance that
 * hibernates also what would go on running on each node. Claims stay: there may be data behind them.
 */
export function leaveOut(options: KubernetesOptions): Transformation {
  const { services = {}, hibernate } = options;
  const elsewhere = servicesElsewhere(options);
  const isWanted = (service: string): boolean =>
    !elsewhere.has(service) && services[service]?.enabled !== false;
  return (all) =>
    mapObjects(all, (object, service) => {
      if (hibernate === true && object.kind === "DaemonSet") return undefined;
      return isWanted(service) || object.kind === "PersistentVolumeClaim" ? object : undefined;
    });
}
