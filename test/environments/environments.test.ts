import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { load } from "js-yaml";
import { externalUrl } from "../../environments/derived.ts";
import { readEnvironmentFile } from "../../environments/file.ts";
import { parseEnvironment, parseEnvironmentFile } from "../../environments/parse.ts";
import { formatProblems } from "../../environments/problems.ts";
import type { Environment } from "../../environments/schema.ts";
import { asPulumiGivesIt, catalog, today } from "./fixtures.ts";

const directory = new URL("../../environments/", import.meta.url);
const files = readdirSync(directory)
  .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
  .toSorted();
const texts = new Map(files.map((file) => [file, readFileSync(new URL(file, directory), "utf8")]));

function environmentIn(file: string): Environment {
  const { environment, problems } = parseEnvironmentFile(texts.get(file) ?? "", { catalog, today });
  if (environment === undefined) throw new Error(formatProblems(file, problems));
  return environment;
}

describe("the environment files", () => {
  it("are these", () => {
    const facts = files.map((file) => {
      const { kind, category, protect, cloud } = environmentIn(file);
      return [file, kind, cloud.provider, category, protect ? "protected" : "throw-away"].join(" ");
    });
    assert.deepEqual(facts, [
      "Pulumi.cloud.yaml kubernetes gcp production protected",
      "Pulumi.customer-box.yaml box aws internal protected",
      "Pulumi.customer-default.yaml kubernetes gcp internal protected",
      "Pulumi.customer-external.yaml kubernetes aws internal protected",
      "Pulumi.customer-restricted.yaml kubernetes existing internal protected",
      "Pulumi.dogfood.yaml kubernetes gcp internal protected",
      "Pulumi.local.yaml box local test throw-away",
      "Pulumi.managed-box.yaml box gcp production protected",
      "Pulumi.registry-mirror.yaml registry-mirror gcp internal protected",
      "Pulumi.upgrade-test.yaml kubernetes gcp test throw-away",
    ]);
  });

  for (const [file, text] of texts) {
    describe(file, () => {
      it("has no problems of its own: what is wrong with its release is upstream's", () => {
        const { problems } = parseEnvironmentFile(text, { catalog, today });
        const own = problems.filter(
          ({ key, severity }) => key !== "sourcegraph:release" || severity === "error",
        );
        assert.equal(formatProblems(file, own), `${file}:`);
      });

      it("reads the same through Pulumi's configuration", () => {
        const { config = {} } = readEnvironmentFile(text);
        const { environment } = parseEnvironment(asPulumiGivesIt(config), { catalog, today });
        assert.deepEqual(environment, environmentIn(file));
      });

      it("fits on a screen and says why it is there", () => {
        const lines = text.trimEnd().split("\n");
        assert.ok(lines.length <= 56, `${lines.length} lines`);
        assert.equal(lines[0], "# yaml-language-server: $schema=environment.schema.json");
        assert.match(lines[1] ?? "", /^# [A-Z]/);
      });

      it("holds no secret in plain text", () => {
        const { environment } = parseEnvironmentFile(text, { catalog });
        assert.ok(environment, "a secret in plain text is an error of the file");
      });

      it("repeats no default", () => {
        const document = load(text);
        assert.ok(typeof document === "object" && document !== null && "config" in document);
        const environment = environmentIn(file);
        for (const key of Object.keys(Object(document.config))) {
          if (meantToStand.has(key.slice("sourcegraph:".length))) continue;
          const { config = {} } = readEnvironmentFile(text);
          const { [key]: _, ...rest } = config;
          const without = parseEnvironment(rest, { catalog, today }).environment;
          assert.notDeepEqual(without, environment, `${key} changes nothing`);
        }
      });
    });
  }

  it("have domains of their own", () => {
    const domains = files.map((file) => environmentIn(file).domain).filter(Boolean);
    assert.deepEqual(domains, [...new Set(domains)]);
  });

  it("are reached at their domains", () => {
    assert.equal(externalUrl(environmentIn("Pulumi.dogfood.yaml")), "https://k8s.sgdev.org");
    assert.equal(externalUrl(environmentIn("Pulumi.customer-default.yaml")), undefined);
  });
});

/** Said in every file, since nobody should have to know the default. */
const meantToStand: ReadonlySet<string> = new Set(["protect", "dataClass"]);
