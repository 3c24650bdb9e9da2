import { z } from "zod";
import type { GrafanaDatasourcesFacts } from "../../schema/configuration.ts";
import { readYamlBody } from "./yaml-body.ts";

const text = z.string().min(1);
/** False is Grafana's default: whether it stands there makes no difference. */
const editable = z.literal(false).optional();
const access = z.literal("proxy").optional();

const formSchema = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("prometheus"),
        name: text,
        url: text,
        access,
        isDefault: z.literal(true),
        editable,
      }),
      z.strictObject({
        /** Upstream writes it with a capital; Grafana's plugin is called `jaeger`. */
        type: z.enum(["Jaeger", "jaeger"]),
        name: text,
        url: text,
        access,
        editable,
      }),
      z.strictObject({
        type: z.literal("postgres"),
        name: text,
        url: text,
        access,
        user: text,
        database: text,
        jsonData: z.strictObject({ sslmode: text }),
        secureJsonData: z.strictObject({ password: z.string().startsWith("$") }),
        editable,
      }),
    ]),
  ),
});

/** The data sources of a provisioning file of Grafana's. */
export function readGrafanaDatasources(body: string): GrafanaDatasourcesFacts {
  const { datasources } = readYamlBody(body, formSchema);
  return {
    generator: "grafana-datasources",
    datasources: datasources.map((found) => {
      const { name, url } = found;
      switch (found.type) {
        case "prometheus":
          return { type: "prometheus", name, url };
        case "Jaeger":
        case "jaeger":
          return { type: "jaeger", name, url };
        case "postgres": {
          const { user, database, jsonData, secureJsonData } = found;
          const { sslmode } = jsonData;
          const { password } = secureJsonData;
          return { type: "postgres", name, url, user, database, password, sslmode };
        }
      }
    }),
  };
}
