import assert from "node:assert/strict";
import type { FrontendOptions } from "../../manifests/frontend.ts";
import { frontendObjects } from "../../manifests/frontend.ts";
import type { Properties, Value } from "../../emulators/core/values.ts";
import { isList, isObject, valueAt } from "../../emulators/core/values.ts";
import { podSecurityViolations } from "../../emulators/kubernetes/pod-security.ts";
import type { FrontendFacts } from "../../releases/catalog.ts";
import { loadCatalog } from "../../releases/catalog.ts";

const plain: FrontendOptions = {
  namespace: "prod",
  images: { host: "index.docker.io", keepDigest: true },
  env: {},
  readOnlyRootFilesystem: false,
  labels: { environment: "dogfood", owner: "distribution" },
};
const restricted: FrontendOptions = {
  ...plain,
  restrictedUser: { user: 100, group: 101 },
  readOnlyRootFilesystem: true,
};
const releases = loadCatalog().releases.flatMap(({ version, frontend }) =>
  frontend === undefined ? [] : [{ version, facts: frontend }],
);
/** One release that has everything: an init container, a side-car, a volume. */
const newest = factsOf("3.43.2");

describe("frontendObjects", () => {
  it("is tried with every release that the catalog knows the frontend of", () => {
    assert.ok(releases.length >= 60, `${releases.length} releases`);
  });

  it("is the frontend's identity, its pods, and the Services in front of them", () => {
    assert.deepEqual(
      frontendObjects(newest, plain).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      [
        "ServiceAccount sourcegraph-frontend",
        "Role sourcegraph-frontend",
        "RoleBinding sourcegraph-frontend",
        "Deployment sourcegraph-frontend",
        "Service sourcegraph-frontend",
        "Service sourcegraph-frontend-internal",
      ],
    );
  });

  it("puts everything into the namespace, with the environment's labels", () => {
    for (const { metadata } of frontendObjects(newest, plain)) {
      assert.equal(metadata.namespace, "prod");
      assert.partialDeepStrictEqual(metadata.labels, {
        environment: "dogfood",
        owner: "distribution",
        deploy: "sourcegraph",
        "app.kubernetes.io/component": "frontend",
      });
    }
  });

  for (const { version, facts } of releases) {
    describe(`of ${version}`, () => {
      const objects = rendered(facts, plain);
      const spec = podSpec(objects);

      it("selects its own pods, by Deployment and by Services", () => {
        const template = at(deployment(objects), "spec", "template", "metadata", "labels");
        const selectors = [
          at(deployment(objects), "spec", "selector", "matchLabels"),
          ...services(objects).map((service) => at(service, "spec", "selector")),
        ];
        assert.ok(selectors.length > 1);
        for (const selector of selectors) {
          assert.ok(isObject(selector) && isObject(template));
          assert.notDeepEqual(selector, {});
          assert.deepEqual({ ...template, ...selector }, template);
        }
      });

      it("keeps the environment's labels out of its pods", () => {
        assert.deepEqual(at(deployment(objects), "spec", "template", "metadata"), {
          labels: { app: "sourcegraph-frontend", deploy: "sourcegraph" },
        });
      });

      it("has the ports that Services and probes lead to", () => {
        const names = new Set(containers(spec).flatMap((each) => namesIn(each["ports"])));
        const wanted = services(objects).flatMap((service) =>
          list(at(service, "spec", "ports")).map((port) => text(at(port, "targetPort"))),
        );
        assert.ok(wanted.length > 0);
        for (const port of wanted) assert.ok(names.has(port), `no port ${port}`);
        for (const container of containers(spec)) {
          const own = new Set(namesIn(container["ports"]));
          for (const probe of ["livenessProbe", "readinessProbe"]) {
            if (container[probe] === undefined) continue;
            const port = text(at(container, probe, "httpGet", "port"));
            assert.ok(own.has(port), `${probe} asks port ${port}`);
          }
        }
      });

      it("mounts only volumes that the pod has", () => {
        const volumes = new Set(namesIn(spec["volumes"]));
        for (const container of containers(spec)) {
          for (const mount of namesIn(container["volumeMounts"])) assert.ok(volumes.has(mount));
        }
      });

      it("refers in variables only to earlier ones", () => {
        for (const container of containers(
          podSpec(rendered(facts, { ...plain, env: { LATE: "1" } })),
        )) {
          const seen = new Set<string>();
          for (const variable of list(container["env"])) {
            const value = text(at(variable, "value"));
            for (const [, earlier = ""] of value.matchAll(/\$\((\w+)\)/g)) {
              assert.ok(seen.has(earlier), `${value} comes before ${earlier}`);
            }
            const name = text(at(variable, "name"));
            assert.ok(!seen.has(name), `${name} stands twice`);
            seen.add(name);
          }
        }
      });

      it("is taken by a namespace that enforces restricted, when that is asked for", () => {
        const hardened = podSpec(rendered(facts, restricted));
        assert.deepEqual(podSecurityViolations("restricted", hardened), []);
        for (const container of containers(hardened)) {
          assert.equal(at(container, "securityContext", "readOnlyRootFilesystem"), true);
        }
      });
    });
  }

  it("pulls every image from the environment's registry, with its login", () => {
    const objects = rendered(newest, {
      ...plain,
      images: { host: "registry.example.com", pathPrefix: "mirror", keepDigest: false },
      pullSecret: "login",
    });
    assert.deepEqual(
      containers(podSpec(objects)).map(({ image }) => image),
      [
        "registry.example.com/mirror/migrator:3.43.2",
        "registry.example.com/mirror/frontend:3.43.2",
        "registry.example.com/mirror/jaeger-agent:3.43.2",
      ],
    );
    const account = objects.find(({ kind }) => kind === "ServiceAccount");
    assert.deepEqual(account?.["imagePullSecrets"], [{ name: "login" }]);
  });

  it("runs another image in the frontend's own container only", () => {
    const objects = rendered(newest, { ...plain, image: "example.com/frontend:candidate" });
    const images = containers(podSpec(objects)).map(({ image }) => image);
    assert.equal(images[1], "example.com/frontend:candidate");
    assert.equal(images.filter((image) => image === images[1]).length, 1);
  });

  it("has the release's number of replicas, or the given one, also none", () => {
    const replicas = (options: FrontendOptions) =>
      at(deployment(rendered(newest, options)), "spec", "replicas");
    assert.equal(replicas(plain), newest.replicas);
    assert.equal(replicas({ ...plain, replicas: 7 }), 7);
    assert.equal(replicas({ ...plain, replicas: 0 }), 0);
  });

  it("replaces variables of the frontend where they stand, and puts new ones last", () => {
    const [, before] = containers(podSpec(rendered(newest, plain)));
    const objects = rendered(newest, {
      ...plain,
      env: { PGHOST: "db.example.com", POD_NAME: "fixed", PGPASSWORD: "", EXTRA: "1" },
    });
    const [migrator, frontend, jaeger] = containers(podSpec(objects));
    const variables = new Map(
      list(frontend?.["env"]).map((variable) => [at(variable, "name"), variable]),
    );
    assert.deepEqual(variables.get("PGHOST"), { name: "PGHOST", value: "db.example.com" });
    assert.deepEqual(variables.get("POD_NAME"), { name: "POD_NAME", value: "fixed" });
    assert.deepEqual(
      [...variables.keys()],
      [...list(before?.["env"]).map((variable) => at(variable, "name")), "PGPASSWORD", "EXTRA"],
    );
    for (const container of [migrator, jaeger]) {
      const names = list(container?.["env"]).map((variable) => at(variable, "name"));
      assert.ok(!names.includes("EXTRA"));
    }
  });

  it("gives resources by default only where the release has none, and to the frontend what is said", () => {
    const objects = rendered(newest, {
      ...plain,
      defaultResources: {
        requests: { cpu: "7", "ephemeral-storage": "1Gi" },
        limits: { "ephemeral-storage": "1Gi" },
      },
      resources: { limits: { memory: "6G", cpu: undefined } },
    });
    const [migrator, frontend, jaeger] = containers(podSpec(objects)).map(
      ({ resources }) => resources,
    );
    assert.deepEqual(migrator, {
      requests: { cpu: "100m", memory: "50M", "ephemeral-storage": "1Gi" },
      limits: { cpu: "500m", memory: "100M", "ephemeral-storage": "1Gi" },
    });
    assert.deepEqual(frontend, {
      requests: { cpu: "2", memory: "2G", "ephemeral-storage": "4Gi" },
      limits: { cpu: "2", memory: "6G", "ephemeral-storage": "8Gi" },
    });
    assert.deepEqual(jaeger, {
      requests: { cpu: "100m", memory: "100M", "ephemeral-storage": "1Gi" },
      limits: { cpu: "1", memory: "500M", "ephemeral-storage": "1Gi" },
    });
  });

  it("runs as the user and the group that are given, else as the release does", () => {
    const [own, given] = [plain, restricted].map(
      (options) => podSpec(rendered(newest, options))["securityContext"],
    );
    assert.deepEqual(own, { runAsUser: 0 });
    assert.partialDeepStrictEqual(given, { runAsUser: 100, runAsGroup: 101 });
  });
});

function factsOf(wanted: string): FrontendFacts {
  const release = releases.find(({ version }) => version === wanted);
  if (release === undefined) throw new Error(`the catalog has no ${wanted}`);
  return release.facts;
}

/** The objects as the API server gets them: JSON, in which what is undefined doesn't stand. */
function rendered(facts: FrontendFacts, options: FrontendOptions): readonly Properties[] {
  const objects: unknown = JSON.parse(JSON.stringify(frontendObjects(facts, options)));
  return list(objects).filter(isObject);
}

function at(value: Value, ...path: readonly string[]): Value {
  return valueAt(value, path);
}

function list(value: unknown): readonly Value[] {
  return isList(value) ? value : [];
}

function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

/** Names of a list's items. */
function namesIn(value: Value): readonly string[] {
  return list(value).map((item) => text(at(item, "name")));
}

function deployment(objects: readonly Properties[]): Properties {
  const found = objects.find(({ kind }) => kind === "Deployment");
  if (found === undefined) throw new Error("there is no Deployment");
  return found;
}

function services(objects: readonly Properties[]): readonly Properties[] {
  return objects.filter(({ kind }) => kind === "Service");
}

function podSpec(objects: readonly Properties[]): Properties {
  const spec = at(deployment(objects), "spec", "template", "spec");
  if (!isObject(spec)) throw new Error("the Deployment has no pods");
  return spec;
}

/** Init containers, then the others. */
function containers(spec: Properties): readonly Properties[] {
  return [...list(spec["initContainers"]), ...list(spec["containers"])].filter(isObject);
}
