import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { examples } from "../docs/environment-examples.ts";
import { topLevelKeys } from "../docs/environment-reference.ts";
import { withReference } from "../docs/generated-part.ts";
import { stackFileSchema } from "../environments/json-schema.ts";
import { parseEnvironmentFile } from "../environments/parse.ts";
import type { Environment, Kind } from "../environments/schema.ts";
import { environmentSchema } from "../environments/schema.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { catalog, configOf, today } from "./environments/fixtures.ts";

const pages = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(projectRoot, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file))
    .toSorted(),
];

function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), "utf8");
}

for (const page of pages) {
  describe(page, () => {
    const text = textOf(page);

    it("links to what exists", () => {
      const broken = linksIn(text).filter((link) => !leadsSomewhere(page, link));
      assert.deepEqual(broken, []);
    });

    it("shows commands that exist", () => {
      const unknown = commandsIn(text).filter((command) => !exists(command));
      assert.deepEqual(unknown, []);
    });

    it("names no folder of one machine", () => {
      assert.doesNotMatch(text, /\/(root|work|tmp|home\/[a-z]+)\//);
    });
  });
}

describe("README.md's table of environments", () => {
  const rows = tableRows(textOf("README.md"), "| environment | kind |");

  it("lists each environment with its kind and release", () => {
    const listed = rows.map(([name = "", kind, , , release]) => [name, kind, release]);
    const files = environmentNames().map((name) => {
      const environment = environmentNamed(name);
      const release = "release" in environment ? environment.release : "-";
      return [`[${name}](environments/Pulumi.${name}.yaml)`, environment.kind, release];
    });
    assert.deepEqual(
      listed.toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1)),
      files,
    );
  });

  it("says in which cloud each one is", () => {
    const words = { gcp: "GCP", aws: "AWS", existing: "cluster", local: "Docker" } as const;
    for (const [name = "", , where = ""] of rows) {
      const { cloud } = environmentNamed(/^\[([^\]]+)\]/.exec(name)?.[1] ?? "");
      assert.ok(where.includes(words[cloud.provider]), `${name}: ${where}`);
    }
  });
});

describe("docs/environments.md", () => {
  const page = textOf("docs/environments.md");

  it("is what the schema says: node docs/write-environment-reference.ts", () => {
    assert.ok(page === withReference(page), "docs/environments.md is out of date");
  });

  it("has every key of the top level", () => {
    const keys = new Set(environmentSchema.options.flatMap((option) => Object.keys(option.shape)));
    assert.deepEqual(topLevelKeys().toSorted(), [...keys].toSorted());
    const missing = [...keys].filter((key) => !page.includes(`\n### ${key}\n`));
    assert.deepEqual(missing, []);
  });

  it("has examples that the schema takes", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(stackFileSchema());
    const wrong = Object.entries(examples).filter(([key, example]) => {
      const values = Object(load(example));
      const change = { [key]: values[`sourcegraph:${key}`] };
      const kind = key === "kind" ? "kubernetes" : kindWith(key);
      return change[key] === undefined || !validate({ config: configOf(kind, change) });
    });
    assert.deepEqual(wrong, []);
  });
});

function environmentNames(): readonly string[] {
  return readdirSync(join(projectRoot, "environments"))
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .toSorted();
}

function environmentNamed(name: string): Environment {
  const text = textOf(`environments/Pulumi.${name}.yaml`);
  const { environment } = parseEnvironmentFile(text, { catalog, today });
  if (environment === undefined) throw new Error(`environments/Pulumi.${name}.yaml is wrong`);
  return environment;
}

/** The first kind that has this key. */
function kindWith(key: string): Kind {
  const option = environmentSchema.options.find(({ shape }) => Object.hasOwn(shape, key));
  const [kind] = option?.shape.kind.values ?? [];
  if (kind === undefined) throw new Error(`no kind has ${key}`);
  return kind;
}

/** Targets of links, those to other sites left out. */
function linksIn(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(projectRoot, file))) return false;
  return anchor === undefined || anchorsOf(textOf(file)).includes(anchor);
}

/** What GitHub makes of a page's headings. */
function anchorsOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** Lines of blocks that are to be typed. */
function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => /^(npm (run|test)|bin\/sgstack|node) ?/.test(line));
}

function exists(command: string): boolean {
  const [program = "", ...args] = command.split(/\s+/);
  if (program === "npm") return scripts().includes(args[0] === "run" ? (args[1] ?? "") : "test");
  const [first = ""] = args;
  if (program === "node") return existsSync(join(projectRoot, first));
  return first.startsWith("-") || subcommands().includes(first);
}

function scripts(): readonly string[] {
  const { scripts: own } = JSON.parse(textOf("package.json"));
  return Object.keys(Object(own));
}

/** The commands of bin/sgstack, by the files that describe them. */
function subcommands(): readonly string[] {
  const files = readdirSync(join(projectRoot, "cli"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...textOf(join("cli", file)).matchAll(/new Command\("([a-z-]+)"\)/g)].map(
        ([, name = ""]) => name,
      ),
    );
}

/** Cells of the table that starts with these headings. */
function tableRows(text: string, head: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(head));
  assert.notEqual(start, -1, `no table ${head}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
