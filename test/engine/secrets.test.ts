import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatedStack } from "../../engine/emulated-stack.ts";
import { projectRoot } from "../../toolchain/project-root.ts";
import { environmentText, explain, newStack, withValues } from "../support/engine.ts";

const planted = 'pa55 "w/rd"+9f2c';
/** Every form in which it might slip through. */
const forms = [
  planted,
  Buffer.from(planted).toString("base64"),
  JSON.stringify(planted).slice(1, -1),
  encodeURIComponent(planted),
];

describe("a secret that a program uses", () => {
  let stack: EmulatedStack;
  const printed: string[] = [];

  before(async () => {
    const program = join(projectRoot, "test", "engine", "programs", "secrets.ts");
    stack = await newStack("upgrade-test", { program });
    const options = { onOutput: (line: string) => void printed.push(line) };
    for (const result of [
      await stack.preview(options, "--diff"),
      await stack.up(options),
      await stack.refresh(options, "--diff"),
      await stack.preview(options, "--diff", "--refresh"),
    ]) {
      assert.equal(result.status, 0, explain(result));
    }
  });
  after(() => stack.remove());

  it("reaches the cloud", () => {
    const [secret] = stack.cloud.store.list("kubernetes:core/v1:Secret");
    assert.match(JSON.stringify(secret?.properties), new RegExp(forms[1] ?? ""));
  });

  it("is in no preview, no log and no output", async () => {
    const text = [...printed, JSON.stringify(await stack.outputs())].join("\n");
    assert.deepEqual(
      forms.filter((form) => text.includes(form)),
      [],
    );
  });

  it("is nowhere in the state", () => {
    const state = allText(stack.stateDirectory);
    assert.deepEqual(
      forms.filter((form) => state.includes(form)),
      [],
    );
    assert.match(state, /ciphertext/);
  });

  it("doesn't hide what stands beside it", () => {
    assert.match(printed.join("\n"), /beside\s*: "seen"/);
  });

  it("is one when the provider makes it: a generated password", async () => {
    const { password } = await stack.outputs();
    assert.equal(password, "[secret]");
  });
});

describe("a secret that an environment encrypts", () => {
  const text = "stand-in for sourcegraph:databases.main.password";
  let stack: EmulatedStack;
  const printed: string[] = [];

  before(async () => {
    const encrypted = { "databases.main.password": { secure: "v1:abc" } };
    const environment = withValues(environmentText("customer-external"), encrypted);
    stack = await newStack("customer-external", { environment });
    const options = { onOutput: (line: string) => void printed.push(line) };
    for (const result of [
      await stack.preview(options, "--diff"),
      await stack.up(options),
      await stack.preview(options, "--diff", "--refresh"),
    ]) {
      assert.equal(result.status, 0, explain(result));
    }
  });
  after(() => stack.remove());

  it("is in the Secret that pods read, by the key they read", () => {
    const secret = stack.cloud.store
      .list("kubernetes:core/v1:Secret")
      .find(({ id }) => id.endsWith("/sourcegraph-secrets"));
    assert.partialDeepStrictEqual(secret?.properties, {
      data: { "databases.main.password": Buffer.from(text).toString("base64") },
    });
    const [frontend] = stack.cloud.store.list("kubernetes:apps/v1:Deployment");
    const reference = '{"key":"databases.main.password","name":"sourcegraph-secrets"}';
    assert.ok(JSON.stringify(frontend?.properties).includes(`"secretKeyRef":${reference}`));
  });

  it("is in nothing that is printed, and in no resource of the state", async () => {
    const seen = [...printed, JSON.stringify((await stack.state()).resources)].join("\n");
    for (const form of [text, Buffer.from(text).toString("base64")]) {
      assert.ok(!seen.includes(form), form);
    }
  });
});

function allText(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
