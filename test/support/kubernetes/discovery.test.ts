import assert from "node:assert/strict";
import type { DiscoveryDocument } from "./discovery.ts";
import { collectionPath, resourcesOf } from "./discovery.ts";

const resource = (plural: string, kind: string, scope = "Namespaced") => ({
  resource: plural,
  responseKind: { kind },
  scope,
});

const documents: readonly DiscoveryDocument[] = [
  {
    items: [
      {
        metadata: {},
        versions: [
          {
            version: "v1",
            resources: [
              resource("endpoints", "Endpoints"),
              resource("namespaces", "Namespace", "Cluster"),
            ],
          },
        ],
      },
    ],
  },
  {
    items: [
      {
        metadata: { name: "autoscaling" },
        versions: [
          {
            version: "v2",
            resources: [resource("horizontalpodautoscalers", "HorizontalPodAutoscaler")],
          },
          // As an aggregated API answers whose server is away.
          { version: "v9" },
        ],
      },
      {
        metadata: { name: "storage.k8s.io" },
        versions: [
          { version: "v1", resources: [resource("storageclasses", "StorageClass", "Cluster")] },
        ],
      },
    ],
  },
];

const paths = [
  { apiVersion: "v1", kind: "Endpoints", path: "/api/v1/namespaces/sourcegraph/endpoints" },
  { apiVersion: "v1", kind: "Namespace", path: "/api/v1/namespaces" },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    path: "/apis/autoscaling/v2/namespaces/sourcegraph/horizontalpodautoscalers",
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    path: "/apis/storage.k8s.io/v1/storageclasses",
  },
  { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", path: undefined },
  { apiVersion: "v1", kind: "StorageClass", path: undefined },
];

describe("collectionPath", () => {
  const resources = resourcesOf(documents);

  for (const { apiVersion, kind, path } of paths) {
    it(`is ${path} for ${apiVersion} ${kind}`, () => {
      const object = { apiVersion, kind, metadata: { name: "a" } };
      assert.equal(collectionPath(resources, object, "sourcegraph"), path);
    });
  }

  it("is in the object's own namespace where it names one", () => {
    const object = { apiVersion: "v1", kind: "Endpoints", metadata: { namespace: "own" } };
    assert.equal(
      collectionPath(resources, object, "sourcegraph"),
      "/api/v1/namespaces/own/endpoints",
    );
  });
});
