import assert from "node:assert/strict";
import { readGrafanaContainers } from "../../../../releases/import/configuration/grafana-containers.ts";
import { readGrafanaDatasources } from "../../../../releases/import/configuration/grafana-datasources.ts";

const prometheus =
  "- { name: P, type: prometheus, access: proxy, url: 'http://p', isDefault: true }";
const jaeger = "- { name: J, type: Jaeger, access: proxy, url: 'http://j', editable: false }";

function bodyOf(...datasources: string[]): string {
  return ["apiVersion: 1", "datasources:", ...datasources].join("\n");
}

describe("readGrafanaDatasources", () => {
  it("takes names and addresses; Jaeger's type is its plugin's name", () => {
    assert.deepEqual(readGrafanaDatasources(bodyOf(prometheus, jaeger)), {
      generator: "grafana-datasources",
      datasources: [
        { type: "prometheus", name: "P", url: "http://p" },
        { type: "jaeger", name: "J", url: "http://j" },
      ],
    });
  });

  it("takes the same facts with and without what is Grafana's default", () => {
    assert.deepEqual(
      readGrafanaDatasources(bodyOf(jaeger.replace(", editable: false", ""))),
      readGrafanaDatasources(bodyOf(jaeger)),
    );
  });

  for (const [what, body, message] of [
    [
      "a setting",
      bodyOf(prometheus.replace("}", ", orgId: 2 }")),
      "line 3: datasources.0.orgId: the catalog knows no such setting",
    ],
    [
      "a password in plain text",
      bodyOf(
        "- name: db",
        "  type: postgres",
        "  url: $H",
        "  user: $U",
        "  database: $D",
        "  jsonData: { sslmode: $S }",
        "  secureJsonData: { password: not-a-variable }",
      ),
      'line 9: datasources.0.secureJsonData.password: Invalid string: must start with "$"',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readGrafanaDatasources(body), { name: "ConfigurationError", message });
    });
  }
});

describe("readGrafanaContainers", () => {
  it("takes what others refer to", () => {
    assert.deepEqual(
      readGrafanaContainers('{"uid": "u", "title": "T", "panels": [], "version": 3}'),
      {
        generator: "grafana-containers",
        uid: "u",
        title: "T",
      },
    );
  });

  for (const body of ["no JSON", '{"title": "T"}']) {
    it(`refuses ${body}`, () => {
      assert.throws(() => readGrafanaContainers(body), {
        name: "ConfigurationError",
        message: "no dashboard of Grafana's",
      });
    });
  }
});
