import assert from "node:assert/strict";
import { diffAsMarkdown, diffAsText } from "../../../cli/releases/format-diff.ts";
import type { ReleaseDiff } from "../../../releases/diff.ts";

const diff: ReleaseDiff = {
  type: "kubernetes",
  from: { version: "1.0.0", source: "base" },
  to: { version: "2.0.0", source: "kustomize" },
  imagesOnly: false,
  added: [{ service: "otel-agent", images: ["index.docker.io/sourcegraph/otel:2.0.0@sha256:1"] }],
  removed: [{ service: "jaeger", images: ["jaegertracing/all-in-one:1.2"] }],
  changed: [
    {
      service: "pgsql",
      images: [
        {
          container: "pgsql",
          from: "sourcegraph/postgres-12:1.0.0@sha256:aaaaaaaaaaaaaaaaaaaa",
          to: "sourcegraph/postgresql-16:2.0.0@sha256:bbbbbbbbbbbbbbbbbbbb",
          change: "name",
        },
        {
          container: "exporter",
          from: "sourcegraph/exporter:1.0.0@sha256:aaaaaaaaaaaaaaaaaaaa",
          to: "sourcegraph/exporter:1.0.0@sha256:bbbbbbbbbbbbbbbbbbbb",
          change: "digest",
        },
        { container: "sidecar", to: "sourcegraph/sidecar:2.0.0", change: "container" },
      ],
      facts: {
        kind: [{ path: ["kind"], from: "Deployment", to: "StatefulSet" }],
        env: [
          { path: ["containers", "pgsql", "env", "OLD"], from: "a|b" },
          { path: ["containers", "pgsql", "env", "NEW"], to: "" },
        ],
        resources: [
          { path: ["containers", "pgsql", "resources", "limits", "cpu"], from: "1", to: "2" },
        ],
        other: [
          { path: ["containers", "pgsql", "args"], from: ["-a", "-b"], to: ["-b", "-c"] },
          { path: ["containers", "pgsql", "command"], from: ["a", "b"], to: ["b", "a"] },
        ],
      },
    },
    {
      service: "worker",
      images: [
        {
          container: "worker",
          from: "sourcegraph/worker:1.0.0",
          to: "sourcegraph/worker:2.0.0",
          change: "tag",
        },
      ],
      facts: {},
    },
    {
      service: "symbols",
      images: [
        {
          container: "symbols",
          from: "sourcegraph/symbols:1.0.0",
          to: "sourcegraph/symbols:2.0.0",
          change: "tag",
        },
      ],
      facts: {},
    },
  ],
  unchanged: ["caddy"],
  deployment: {},
  notes: [],
};

describe("diffAsText", () => {
  it("shows services, images, and other facts by what they are about", () => {
    assert.equal(
      diffAsText(diff),
      `\
1.0.0 → 2.0.0 (kubernetes, from base to kustomize)
1 service added, 1 removed; 5 images changed; 1 service changed otherwise, 1 not at all.

Added services:
  otel-agent: otel 2.0.0

Removed services:
  jaeger: jaegertracing/all-in-one 1.2

┌─────────┬───────────┬───────────────┬───────────────────────────┬───────────────────────────┐
│ service │ container │ image         │ 1.0.0                     │ 2.0.0                     │
├─────────┼───────────┼───────────────┼───────────────────────────┼───────────────────────────┤
│ pgsql   │ pgsql     │ postgresql-16 │ postgres-12 1.0.0         │ 2.0.0                     │
│ pgsql   │ exporter  │ exporter      │ 1.0.0 sha256:aaaaaaaaaaaa │ 1.0.0 sha256:bbbbbbbbbbbb │
│ pgsql   │ sidecar   │ sidecar       │ (no such container)       │ 2.0.0                     │
│ worker  │ worker    │ worker        │ 1.0.0                     │ 2.0.0                     │
│ symbols │ symbols   │ symbols       │ 1.0.0                     │ 2.0.0                     │
└─────────┴───────────┴───────────────┴───────────────────────────┴───────────────────────────┘

pgsql
  kind            Deployment → StatefulSet
  env           - pgsql OLD: a|b
                + pgsql NEW: ""
  resources       pgsql limits cpu: 1 → 2
  other           pgsql args: - -a, + -c
                  pgsql command: ["a","b"] → ["b","a"]

Upgrade notes: none are kept in the catalog yet. Read upstream's.`,
    );
  });

  it("says when nothing but images differs, and when nothing does", () => {
    const [, worker] = diff.changed;
    assert.ok(worker);
    const same = { ...diff, imagesOnly: true, added: [], removed: [], unchanged: [] };
    assert.match(
      diffAsText({ ...same, changed: [worker] }),
      /^Images only: nothing else differs\. 1 image of 1 service\.$/m,
    );
    assert.match(diffAsText({ ...same, changed: [] }), /^Nothing differs\.$/m);
  });

  it("has the notes between the two", () => {
    const notes = [{ version: "1.5.0", text: "Stop gitserver first." }];
    assert.match(
      diffAsText({ ...diff, notes }),
      /^Upgrade notes:\n- 1\.5\.0: Stop gitserver first\.$/m,
    );
  });
});

describe("diffAsMarkdown", () => {
  it("is the same as headings, tables and lists", () => {
    const text = diffAsMarkdown(diff);
    assert.match(text, /^## 1\.0\.0 → 2\.0\.0 \(kubernetes, from base to kustomize\)$/m);
    assert.match(text, /^### Added services\n\n- otel-agent: otel 2\.0\.0$/m);
    assert.match(
      text,
      /^\| service \| container \| image \| 1\.0\.0 \| 2\.0\.0 \|\n\| --- \| --- \| --- \| --- \| --- \|\n\| pgsql \|/m,
    );
    assert.match(
      text,
      /^### pgsql\n\n- `kind Deployment → StatefulSet`\n- `env - pgsql OLD: a\|b`$/m,
    );
  });

  it("keeps what has backticks of its own in one piece", () => {
    const changed = [
      {
        service: "pgsql",
        images: [],
        facts: { env: [{ path: ["environment", "A"], to: "a `b`" }] },
      },
    ];
    assert.match(diffAsMarkdown({ ...diff, changed }), /^- `` env \+ A: a `b` ``$/m);
  });
});
