import type { ComposeServiceFacts } from "../../releases/schema/compose.ts";

/** One service of a Compose project, in the Compose specification's terms. */
export interface ComposeService extends Omit<ComposeServiceFacts, "depends_on"> {
  readonly container_name: string;
  readonly depends_on?: Readonly<
    Record<string, { readonly condition: NonNullable<ComposeServiceFacts["depends_on"]>[string] }>
  >;
}

/** A Compose project: what stands in its `docker-compose.yaml`. */
export interface ComposeProject {
  /** Compose gives it to containers and volumes: another name starts with empty volumes. */
  readonly name?: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, VolumeDeclaration>>;
  readonly networks: Readonly<Record<string, Readonly<Record<string, never>>>>;
}

export interface VolumeDeclaration {
  readonly name?: string;
  readonly external?: boolean;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
}

/** A service as Compose takes it. */
export function composeService(
  name: string,
  facts: ComposeServiceFacts,
  image: (key: string) => string,
): ComposeService {
  const { image: key, container_name, depends_on, ...fields } = facts;
  return {
    container_name: container_name ?? name,
    image: image(key),
    ...fields,
    ...(depends_on !== undefined && {
      depends_on: Object.fromEntries(
        Object.entries(depends_on).map(([other, condition]) => [other, { condition }]),
      ),
    }),
  };
}
