import type { Datasource, GrafanaDatasourcesFacts } from "../../releases/schema/configuration.ts";
import { commented, yaml } from "./yaml.ts";

/** Grafana's data sources, as its provisioning takes them (Grafana documentation, "Provision Grafana"). */
export function grafanaDatasources({ datasources }: GrafanaDatasourcesFacts): object {
  return { apiVersion: 1, datasources: datasources.map(datasource) };
}

export function grafanaDatasourcesFile(facts: GrafanaDatasourcesFacts): string {
  return commented(
    "Provisioned at every start: not editable in Grafana.",
    yaml(grafanaDatasources(facts)),
  );
}

function datasource(facts: Datasource): object {
  const { name, type, url } = facts;
  switch (facts.type) {
    case "prometheus":
      return { name, type, access: "proxy", url, isDefault: true };
    case "jaeger":
      return { name, type, access: "proxy", url };
    case "postgres": {
      const { user, database, password, sslmode } = facts;
      const connection = { user, database, jsonData: { sslmode } };
      return { name, type, url, ...connection, secureJsonData: { password } };
    }
  }
}
