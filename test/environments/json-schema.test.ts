import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { stackFileSchema, stackFileSchemaText } from "../../environments/json-schema.ts";
import { configOf } from "./fixtures.ts";

const directory = new URL("../../environments/", import.meta.url);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(stackFileSchema());

describe("stackFileSchema", () => {
  it("is what is committed: node environments/write-json-schema.ts", () => {
    const committed = readFileSync(new URL("environment.schema.json", directory), "utf8");
    assert.ok(committed === stackFileSchemaText(), "environment.schema.json is out of date");
  });

  for (const file of readdirSync(directory).filter((name) => /^Pulumi\..+\.yaml$/.test(name))) {
    it(`takes ${file}`, () => {
      validate(load(readFileSync(new URL(file, directory), "utf8")));
      assert.deepEqual(validate.errors ?? [], []);
    });
  }

  it("takes encrypted secrets and refuses plain ones", () => {
    const taken = [{ secure: "v1:abc" }, { existingSecret: "gitserver-ssh" }, "-----BEGIN"].map(
      (privateKey) =>
        validate({ config: configOf("kubernetes", { gitserverSsh: { privateKey } }) }),
    );
    assert.deepEqual(taken, [true, true, false]);
  });

  it("refuses unknown keys", () => {
    assert.equal(validate({ config: configOf("kubernetes", { clustr: {} }) }), false);
    assert.equal(validate({ config: configOf("kubernetes", { box: {} }) }), false);
    assert.equal(validate({ config: configOf("kubernetes"), more: 1 }), false);
  });

  it("takes configuration of Pulumi's providers", () => {
    assert.equal(validate({ config: { ...configOf("kubernetes"), "gcp:project": "x" } }), true);
  });

  it("describes every key", () => {
    // `secure` and what stands beside `config` are Pulumi's own.
    const { properties, $defs } = stackFileSchema();
    const undescribed = propertiesOf({ properties, $defs }, "")
      .filter(({ schema }) => !("description" in schema || "const" in schema || "$ref" in schema))
      .map(({ path }) => path)
      .filter((path) => !path.endsWith(".secure") && path.lastIndexOf(".") > 0);
    assert.deepEqual(undescribed, []);
  });
});

interface Property {
  readonly path: string;
  readonly schema: object;
}

/** Every property that a JSON schema names, however deep. */
function propertiesOf(schema: unknown, path: string): readonly Property[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]): readonly Property[] => {
    if (key !== "properties" || typeof value !== "object") return propertiesOf(value, path);
    const own = Object.entries(Object(value)).map(([name, property]) => ({
      path: `${path}.${name}`,
      schema: Object(property),
    }));
    return own.concat(own.flatMap((each) => propertiesOf(each.schema, each.path)));
  });
}
