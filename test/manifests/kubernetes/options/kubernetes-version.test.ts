import assert from "node:assert/strict";
import { changedFacts, kubernetesRelease } from "../../../support/changed-facts.ts";

const release = kubernetesRelease("3.43.2");
const ingress = "Ingress sourcegraph-frontend";

function changes(kubernetesVersion: string): readonly string[] {
  return changedFacts(release, { kubernetesVersion }).filter(
    (line) => !/PodSecurityPolicy cadvisor (metadata|spec)/.test(line),
  );
}

const policy = [
  "+ PodSecurityPolicy cadvisor apiVersion: policy/v1beta1",
  "+ PodSecurityPolicy cadvisor kind: PodSecurityPolicy",
];

describe("kubernetesVersion", () => {
  it("brings PodSecurityPolicies back where they are served, to 1.24", () => {
    assert.deepEqual(changes("1.24"), policy);
    assert.deepEqual(changes("v1.24.17"), policy);
    for (const version of ["1.25", "1.36"]) assert.deepEqual(changes(version), []);
  });

  const earlier = [
    `- ${ingress} spec/rules/0/http/paths/0/backend/service/name: sourcegraph-frontend`,
    `- ${ingress} spec/rules/0/http/paths/0/backend/service/port/number: 30080`,
    `+ ${ingress} spec/rules/0/http/paths/0/backend/serviceName: sourcegraph-frontend`,
    `+ ${ingress} spec/rules/0/http/paths/0/backend/servicePort: 30080`,
    `- ${ingress} spec/rules/0/http/paths/0/pathType: Prefix`,
  ];
  for (const [version, apiVersion] of [
    ["1.18", "networking.k8s.io/v1beta1"],
    ["1.13", "extensions/v1beta1"],
  ] as const) {
    it(`writes an Ingress as ${version} takes it`, () => {
      assert.deepEqual(changes(version), [
        `${ingress} apiVersion: networking.k8s.io/v1 → ${apiVersion}`,
        ...earlier,
        ...policy,
      ]);
    });
  }

  it("says an Ingress' class by an annotation before 1.19", () => {
    const lines = changedFacts(release, {
      kubernetesVersion: "1.18",
      ingress: { className: "internal", annotations: {} },
    });
    assert.ok(
      lines.includes(
        `${ingress} metadata/annotations/kubernetes.io/ingress.class: nginx → internal`,
      ),
    );
    assert.ok(!lines.some((line) => line.includes("ingressClassName")));
  });
});
