import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { YAML11_SCHEMA, load, loadAll } from "js-yaml";
import { yamlDocuments, yamlText } from "../../manifests/yaml.ts";

const hasPyYaml = spawnSync("python3", ["-c", "import yaml"]).status === 0;

/** What PyYAML reads, document by document. */
function readByPython(text: string): unknown {
  const script =
    "import sys, json, yaml; json.dump(list(yaml.safe_load_all(sys.stdin.buffer.read().decode())), sys.stdout)";
  const { status, stdout, stderr } = spawnSync("python3", ["-c", script], {
    input: text,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Text that some reader takes for something else. */
const troublesome = [
  ..."yes Yes YES no on off y n true False null Null ~ = << - -- --- ... ? : # @ ` | > % & * ! {} []".split(
    " ",
  ),
  ..."0777 0o17 0x1F 0b11 1e3 1E3 1.5e+3 .5 5. 1_000 -1 +1 .inf -.INF .nan 12:30 190:20:30 8080:80".split(
    " ",
  ),
  ..."2001-12-14 2001-12-14t21:59:43.10-05:00 10s 500m 4Gi 3.17.2 127.0.0.1:80 -listen=:80 --foo".split(
    " ",
  ),
  ..."a:b a#b $(POD_NAME) ../caddy:/etc 0.0.0.0:80:80 é 🦀 'a' \"a\" \\ \u00A0 \uFEFF \u0085 \u2028".split(
    " ",
  ),
  ...[
    "",
    " ",
    " a",
    "a ",
    "a: b",
    "a:",
    "a #b",
    "- a",
    "? a",
    ": a",
    "a\tb",
    "\ta",
    "a\r\nb",
    "\0",
  ],
  ...[
    "a\n",
    "a\nb",
    "\na",
    "\n\n a\n",
    " a\nb\n\n",
    "\n",
    " \n",
    "a\n\n\n",
    "a\n \n",
    "\ta\nb",
    "a\u2028\nb",
  ],
  ...[
    "a\n--- b\n",
    "# a\nb\n",
    "a: |\n  b\n",
    "2001-12-14 21:59:43",
    "-.5",
    "a\n\t",
    "%a\nb",
    "...\n",
  ],
];

const texts = fc.oneof(
  fc.constantFrom(...troublesome),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }).filter((text) => text.isWellFormed()),
  // Made of what means something in YAML, and of what numbers, times and blocks consist of.
  fc.string({
    unit: fc.constantFrom(...` -:#?,[]{}&*!|>'"%@\`\\\n\t.~=<yno`.split("")),
    maxLength: 8,
  }),
  fc.string({
    unit: fc.constantFrom(..."0123456789+-.:_eExXoObBaAfFinT ".split("")),
    maxLength: 8,
  }),
  fc.string({ unit: fc.constantFrom("\n", " ", "\t", "a", "#", "-"), maxLength: 10 }),
);
const keys = texts.filter((key) => key !== "__proto__");
const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { depthSize: "small" },
    texts,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("values"), { maxLength: 4 }),
    fc.dictionary(keys, tie("values"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const documents = fc.dictionary(keys, values, { maxKeys: 5, noNullPrototype: true });

describe("yamlText", () => {
  it("writes as a person would", () => {
    const document = {
      kind: "ConfigMap",
      metadata: {
        name: "pgsql",
        labels: { app: "pgsql", "a.b/c": "true" },
        annotations: undefined,
      },
      data: { "pg.conf": "max = 1\n\nport = 2\n", motto: "it's", quotes: 'say "hi"', empty: "" },
      args: ["-listen=:80", "--foo", "on", "$(NAME): x", "a".repeat(200)],
      matrix: [[1, 2], [], [{ a: 1, b: { c: [] } }]],
      ports: ["8080:80", "127.0.0.1:9090:9090"],
      mode: 0o777,
      cpus: 0.5,
      volumes: { pgsql: {} },
    };
    assert.equal(
      yamlText(document),
      `\
kind: ConfigMap
metadata:
  name: pgsql
  labels:
    app: pgsql
    a.b/c: 'true'
data:
  pg.conf: |
    max = 1

    port = 2
  motto: it's
  quotes: say "hi"
  empty: ''
args:
  - -listen=:80
  - --foo
  - 'on'
  - '$(NAME): x'
  - ${"a".repeat(200)}
matrix:
  - - 1
    - 2
  - []
  - - a: 1
      b:
        c: []
ports:
  - 8080:80
  - 127.0.0.1:9090:9090
mode: 511
cpus: 0.5
volumes:
  pgsql: {}
`,
    );
  });

  it("leaves names, amounts, references and paths without quotes", () => {
    const plain =
      "10s 500m 4Gi 3.17.2 1.2.3.4:80 -listen=:80 --foo a:b $(POD_NAME) ../a:/b /c é 🦀";
    for (const text of plain.split(" ")) assert.equal(yamlText({ text }), `text: ${text}\n`);
  });

  it("writes what js-yaml reads back by YAML 1.1 and by YAML 1.2", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = yamlText(document);
        assert.deepEqual(load(text, { schema: YAML11_SCHEMA }), document, text);
        assert.deepEqual(load(text), document, text);
      }),
      { numRuns: 500 },
    );
  });

  it("writes text that stays text, wherever it stands", () => {
    for (const text of troublesome) {
      const document = { [text]: text, list: [text, [text]] };
      const written = yamlText(document);
      assert.deepEqual(load(written, { schema: YAML11_SCHEMA }), document, written);
    }
  });

  it("refuses what YAML can't say", () => {
    assert.throws(() => yamlText({ a: [() => 1] }), { name: "YAMLException" });
  });
});

describe("yamlDocuments", () => {
  it("separates documents", () => {
    assert.equal(yamlDocuments([{ a: 1 }, {}, { b: "x\n" }]), "a: 1\n---\n{}\n---\nb: |\n  x\n");
  });

  it("writes what PyYAML reads back", function () {
    if (!hasPyYaml) this.skip();
    const written = [
      ...troublesome.map((text) => ({ [text]: text, list: [text] })),
      ...fc.sample(documents, 500),
    ];
    const text = yamlDocuments(written);
    assert.equal(loadAll(text, { schema: YAML11_SCHEMA }).length, written.length);
    const read = readByPython(text);
    assert.ok(Array.isArray(read));
    assert.equal(read.length, written.length);
    for (const [index, document] of written.entries()) {
      assert.deepEqual(read[index], JSON.parse(JSON.stringify(document)), yamlText(document));
    }
  });
});
