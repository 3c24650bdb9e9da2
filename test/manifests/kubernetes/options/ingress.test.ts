import assert from "node:assert/strict";
import {
  byObject,
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

const release = kubernetesRelease("5.1.9");
const object = "Ingress sourcegraph-frontend";

describe("ingress", () => {
  it("takes requests for the domain only, with its certificate, by its class", () => {
    const ingress = {
      className: "nginx",
      domain: "sg.example.com",
      tlsSecret: "sourcegraph-tls",
      annotations: { "example.com/team": "search" },
    };
    assert.deepEqual(changedFacts(release, { ingress }), [
      `+ ${object} metadata/annotations/example.com/team: search`,
      `- ${object} metadata/annotations/kubernetes.io/ingress.class: nginx`,
      `- ${object} metadata/annotations/nginx.ingress.kubernetes.io/proxy-body-size: 150m`,
      `+ ${object} spec/ingressClassName: nginx`,
      `+ ${object} spec/rules/0/host: sg.example.com`,
      `+ ${object} spec/tls/0/hosts/0: sg.example.com`,
      `+ ${object} spec/tls/0/secretName: sourcegraph-tls`,
    ]);
  });

  it("has a certificate without a domain, too", () => {
    const lines = changedFacts(release, { ingress: { tlsSecret: "tls", annotations: { a: "b" } } });
    assert.deepEqual(
      lines.filter((line) => line.startsWith("+ ")),
      [`+ ${object} metadata/annotations/a: b`, `+ ${object} spec/tls/0/secretName: tls`],
    );
  });

  it("is left out where requests get in by other ways, and nothing else is", () => {
    for (const each of kubernetesReleases()) {
      assert.deepEqual(byObject(changedFacts(each, { ingress: false }), each), [`- ${object}`]);
    }
  });
});
