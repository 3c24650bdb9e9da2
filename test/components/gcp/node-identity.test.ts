import assert from "node:assert/strict";
import { GcpNodeIdentity } from "../../../components/gcp/node-identity.ts";
import { deploy, only } from "../../support/deploy.ts";

describe("GcpNodeIdentity", () => {
  /** Names and account ids: 6 to 30 characters, a letter or digit last. */
  const rows = [
    ["dogfood-nodes", "dogfood-nodes"],
    ["a-vm", "a-vm00"],
    ["customer-with-a-long-name-nodes", "customer-with-a-long-name-node"],
    ["customer-with-a-longer-nam-xy-nodes", "customer-with-a-longer-nam-xy"],
  ] as const;
  for (const [name, accountId] of rows) {
    it(`calls the account of ${name} ${accountId}`, async () => {
      const registered = await deploy(
        () => new GcpNodeIdentity(name, { project: "p", displayName: "nodes", roles: [] }),
      );
      const { inputs } = only(registered, "gcp:serviceaccount/account:Account");
      assert.equal(inputs["accountId"], accountId);
      assert.match(accountId, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    });
  }

  it("has the roles that are given and no others", async () => {
    const roles = ["roles/logging.logWriter", "roles/monitoring.viewer"];
    const registered = await deploy(
      () => new GcpNodeIdentity("box-vm", { project: "p", displayName: "box", roles }),
      { outputs: { "gcp:serviceaccount/account:Account": { member: "serviceAccount:box@p" } } },
    );
    assert.deepEqual(
      registered
        .filter(({ type }) => type === "gcp:projects/iAMMember:IAMMember")
        .map(({ inputs }) => inputs),
      roles.map((role) => ({ project: "p", role, member: "serviceAccount:box@p" })),
    );
  });
});
