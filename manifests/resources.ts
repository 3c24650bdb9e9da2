/** Amounts by resource, in Kubernetes' notation: `cpu: "2"`, `memory: 4G`. */
export type Amounts = Readonly<Record<string, string | undefined>>;

export interface ResourceOptions {
  readonly requests?: Amounts | undefined;
  readonly limits?: Amounts | undefined;
}

/** What is said later wins, amount by amount. */
export function mergedResources(...given: readonly (ResourceOptions | undefined)[]): {
  readonly requests?: Record<string, string>;
  readonly limits?: Record<string, string>;
} {
  const merge = (key: "requests" | "limits"): Record<string, string> =>
    Object.fromEntries(
      given.flatMap((resources) =>
        Object.entries(resources?.[key] ?? {}).flatMap(([name, amount]) =>
          amount === undefined ? [] : [[name, amount] as const],
        ),
      ),
    );
  const [requests, limits] = [merge("requests"), merge("limits")];
  return {
    ...(Object.keys(requests).length > 0 && { requests }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}
