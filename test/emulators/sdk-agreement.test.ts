import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { awsTable } from "../../emulators/aws.ts";
import type { PackageTable, ResourceType } from "../../emulators/core/resource-type.ts";
import { dockerTable } from "../../emulators/docker.ts";
import { gcpTable } from "../../emulators/gcp.ts";
import { randomTable } from "../../emulators/random.ts";

/** Each table with the npm package whose resource classes its types stand behind. */
const tables: readonly (readonly [table: PackageTable, npmPackage: string])[] = [
  [awsTable, "@pulumi/aws"],
  [dockerTable, "@pulumi/docker"],
  [gcpTable, "@pulumi/gcp"],
  [randomTable, "@pulumi/random"],
];

/** What a resource class of the SDK says about its properties. */
interface SdkResource {
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  /** Outputs that can't be inputs. */
  readonly outputs: readonly string[];
}

for (const [table, npmPackage] of tables) {
  describe(`the emulated ${table.packageName} and its SDK`, () => {
    for (const [token, type] of Object.entries(table.resources)) {
      describe(token, () => {
        const sdk = readSdkResource(npmPackage, token);

        it("knows no input that the SDK doesn't have", () => {
          const unknown = Object.keys(type.inputs.shape).filter((key) => !sdk.inputs.includes(key));
          assert.deepEqual(unknown, []);
        });

        it("requires what the SDK requires", () => {
          assert.deepEqual(
            sdk.required.filter((key) => !isRequired(type, key)),
            [],
          );
        });

        it("answers every output that is no input", () => {
          const answered = new Set([
            ...Object.keys(type.computed),
            ...Object.keys(type.derived ?? {}),
          ]);
          assert.deepEqual(
            sdk.outputs.filter((key) => !answered.has(key)),
            [],
          );
        });

        it("answers nothing that the SDK would drop", () => {
          const known = new Set([...sdk.inputs, ...sdk.outputs]);
          const dropped = [
            ...Object.keys(type.computed),
            ...Object.keys(type.derived ?? {}),
          ].filter((key) => !known.has(key));
          assert.deepEqual(dropped, []);
        });

        it("says where its facts stand", () => {
          assert.match(type.source, /\S{8,}/);
        });
      });
    }
  });
}

/** Missed by the schema when it isn't there, or made up as a name. */
function isRequired(type: ResourceType, key: string): boolean {
  if (type.autoName?.property === key) return true;
  const issues = type.inputs.safeParse({}).error?.issues ?? [];
  return issues.some((issue) => issue.path[0] === key);
}

/** Parses the constructor of the class that the SDK registers under a token. */
function readSdkResource(npmPackage: string, token: string): SdkResource {
  const root = dirname(createRequire(import.meta.url).resolve(`${npmPackage}/package.json`));
  const module = token.split(":")[1]?.split("/")[0] ?? "";
  const folder = module === "index" ? root : join(root, module);
  const source = readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .find((content) => content.includes(`__pulumiType = '${token}'`));
  assert.ok(source !== undefined, `${npmPackage} has no class for ${token}`);

  // The first half of a constructor takes a state apart, the second one the arguments.
  const constructor = source.slice(source.indexOf("constructor("), source.indexOf("super("));
  const fromArguments = constructor.slice(constructor.indexOf("const args = argsOrState"));
  const assigned = [...fromArguments.matchAll(/resourceInputs\["(\w+)"\] = (.*);/g)].map(
    ([, name = "", value = ""]) => ({ name, isOutput: value.includes("/*out*/") }),
  );
  assert.ok(assigned.length > 0, `${npmPackage}: the class for ${token} isn't written as expected`);
  return {
    inputs: assigned.filter(({ isOutput }) => !isOutput).map(({ name }) => name),
    outputs: assigned.filter(({ isOutput }) => isOutput).map(({ name }) => name),
    required: [...fromArguments.matchAll(/Missing required property '(\w+)'/g)].map(
      ([, name = ""]) => name,
    ),
  };
}
