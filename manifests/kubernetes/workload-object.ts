import type { ContainerFacts, WorkloadFacts } from "../../releases/schema/kubernetes.ts";
import { without } from "../without.ts";
import type { Container, ObjectMetadata, PodSpec, Workload } from "./objects.ts";
import { claimSpec } from "./service-objects.ts";

type ImageOf = (key: string) => string;

/** The Deployment, StatefulSet or DaemonSet of a service. */
export function workloadObject(
  metadata: ObjectMetadata,
  facts: WorkloadFacts,
  image: ImageOf,
): Workload {
  const { kind, selector, pod, claimTemplates, ...rest } = facts;
  const fields = without(rest, ["name", "labels", "annotations"]);
  const matchLabels = selector ?? { app: metadata.name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata,
    spec: {
      ...fields,
      selector: { matchLabels },
      template: {
        metadata: {
          labels: { ...matchLabels, ...pod.labels },
          ...(pod.annotations !== undefined && { annotations: pod.annotations }),
        },
        spec: podSpec(pod, image),
      },
      ...(claimTemplates !== undefined && {
        volumeClaimTemplates: Object.entries(claimTemplates).map(([claim, own]) => ({
          metadata: {
            name: claim,
            ...(own.labels !== undefined && { labels: own.labels }),
          },
          spec: claimSpec(own),
        })),
      }),
    },
  };
}

function podSpec(pod: WorkloadFacts["pod"], image: ImageOf): PodSpec {
  const { initContainers, containers, volumes, ...rest } = pod;
  const fields = without(rest, ["labels", "annotations"]);
  return {
    ...fields,
    ...(initContainers !== undefined && {
      initContainers: initContainers.map((own) => container(own, image)),
    }),
    containers: containers.map((own) => container(own, image)),
    ...(volumes !== undefined && {
      volumes: Object.entries(volumes).map(([name, source]) => ({ name, ...source })),
    }),
  };
}

/** Fields in the order in which a person writes them. */
function container(facts: ContainerFacts, image: ImageOf): Container {
  const { name, image: key, command, args, env, ...fields } = facts;
  return {
    name,
    image: image(key),
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(env !== undefined && {
      env: Object.entries(env).map(([variable, value]) =>
        typeof value === "string"
          ? { name: variable, value }
          : { name: variable, valueFrom: value },
      ),
    }),
    ...fields,
  };
}
