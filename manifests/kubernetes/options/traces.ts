import type { Transformation } from "../map-objects.ts";
import { mapContainers } from "../map-objects.ts";
import type { Variable } from "../objects.ts";

const agentHost = "OTEL_AGENT_HOST";
const throughAgent = `http://$(${agentHost}):4317`;

/**
 * Traces of a release that sends them to an agent on each node: without the agent they go straight to the
 * collector, and without that nowhere.
 */
export function leadTraces({ hasAgent }: { readonly hasAgent: boolean }): Transformation {
  return (services) => {
    const names = new Set(services.map(({ service }) => service));
    if (!hasAgent || names.has("otel-agent")) return services;
    const lead = names.has("otel-collector") ? toCollector : nowhere;
    return mapContainers(services, (container) => ({
      ...container,
      ...(container.env !== undefined && { env: container.env.flatMap(lead) }),
    }));
  };
}

function toCollector(variable: Variable): readonly Variable[] {
  return variable.value === throughAgent
    ? [{ ...variable, value: "http://otel-collector:4317" }]
    : [variable];
}

function nowhere(variable: Variable): readonly Variable[] {
  return variable.name === agentHost || variable.value === throughAgent ? [] : [variable];
}
