import { z } from "zod";
import type { GrafanaContainersFacts } from "../../schema/configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** A dashboard's panels are ours to choose; what else refers to is how it is called. */
const formSchema = z.looseObject({
  uid: z.string().min(1),
  title: z.string().min(1),
  panels: z.array(z.unknown()),
});

export function readGrafanaContainers(body: string): GrafanaContainersFacts {
  const { uid, title } = dashboard(body);
  return { generator: "grafana-containers", uid, title };
}

function dashboard(body: string): z.infer<typeof formSchema> {
  try {
    return formSchema.parse(JSON.parse(body));
  } catch (cause) {
    throw new ConfigurationError("no dashboard of Grafana's", undefined, { cause });
  }
}
