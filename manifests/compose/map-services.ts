import type { ComposeProject, ComposeService } from "./project.ts";

/** One option at work: a project in, a project out. */
export type Transformation = (project: ComposeProject) => ComposeProject;

/** Every service, changed or left out (`undefined`). */
export function mapServices(
  project: ComposeProject,
  change: (service: ComposeService, name: string) => ComposeService | undefined,
): ComposeProject {
  const services = Object.entries(project.services).flatMap(([name, service]) => {
    const changed = change(service, name);
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return { ...project, services: Object.fromEntries(services) };
}

/** Upstream's name for a service, without the number of the replica: `gitserver` of `gitserver-0`. */
export function baseName(name: string): string {
  return name.replace(/-\d+$/, "");
}

/** The service with more variables, or other values; those it has stay where they are. */
export function withEnvironment(
  service: ComposeService,
  variables: Readonly<Record<string, string>>,
): ComposeService {
  if (Object.keys(variables).length === 0) return service;
  return { ...service, environment: { ...service.environment, ...variables } };
}

/** The volume that a mount is of; empty for a folder of the host. */
export function volumeOf(mount: string): string {
  const [source = ""] = mount.split(":");
  return /^[./~]/.test(source) ? "" : source;
}

/** Declares the volumes that are used, in the order in which they were. */
export function withUsedVolumes(project: ComposeProject): ComposeProject {
  const used = new Set(
    Object.values(project.services).flatMap(({ volumes = [] }) => volumes.map(volumeOf)),
  );
  used.delete("");
  const known = Object.entries(project.volumes).filter(([name]) => used.has(name));
  const added = [...used].filter((name) => !Object.hasOwn(project.volumes, name));
  return {
    ...project,
    volumes: {
      ...Object.fromEntries(known),
      ...Object.fromEntries(added.map((name) => [name, {}])),
    },
  };
}
