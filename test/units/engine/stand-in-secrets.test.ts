import assert from "node:assert/strict";
import * as fc from "fast-check";
import { standInForSecrets } from "../../../engine/stand-in-secrets.ts";

const secure = { secure: "AAABAciphertext" };

describe("standInForSecrets", () => {
  it("puts a stand-in that names its place for every secret, at every depth", () => {
    const config = {
      "sourcegraph:registry": { credentials: { username: "reader", password: secure } },
      "sourcegraph:services": { pgsql: { secretEnv: { PGPASSWORD: secure } } },
      "sourcegraph:list": [secure, { inner: [1, secure] }],
      "aws:secretKey": secure,
    };
    assert.deepEqual(standInForSecrets({ config }), {
      config: {
        "sourcegraph:registry": {
          credentials: {
            username: "reader",
            password: "stand-in for sourcegraph:registry.credentials.password",
          },
        },
        "sourcegraph:services": {
          pgsql: {
            secretEnv: {
              PGPASSWORD: "stand-in for sourcegraph:services.pgsql.secretEnv.PGPASSWORD",
            },
          },
        },
        "sourcegraph:list": [
          "stand-in for sourcegraph:list[0]",
          { inner: [1, "stand-in for sourcegraph:list[1].inner[1]"] },
        ],
        "aws:secretKey": "stand-in for aws:secretKey",
      },
    });
  });

  it("leaves out with which key the real ones are encrypted", () => {
    const file = { config: {}, encryptionsalt: "v1:salt", secretsprovider: "gcpkms://key" };
    assert.deepEqual(standInForSecrets({ ...file, encryptedkey: "AAAB" }), { config: {} });
  });

  it("keeps the ESC environments that the stack names", () => {
    assert.deepEqual(standInForSecrets({ environment: ["shared"] }), { environment: ["shared"] });
  });

  it("leaves values alone that are no secrets", () => {
    const config = { a: null, b: true, c: { secure: 5 }, d: { secure: "x", more: "y" }, e: [] };
    assert.deepEqual(standInForSecrets({ config }), { config });
  });

  for (const file of [undefined, null, "text", ["list"], {}]) {
    it(`is empty for ${JSON.stringify(file) ?? "nothing"}`, () => {
      assert.deepEqual(standInForSecrets(file), {});
    });
  }

  it("lets no ciphertext through, wherever it stands", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>("plain", 1, null, secure),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "secure "), tie("value")),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("sourcegraph:a", "gcp:b"), value), (config) => {
        assert.doesNotMatch(JSON.stringify(standInForSecrets({ config })), /ciphertext/);
      }),
    );
  });
});
