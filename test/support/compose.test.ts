import assert from "node:assert/strict";
import { composeMessage, composeWarnings } from "./compose.ts";

const warning = String.raw`time="2026-11-21T00:00:00Z" level=warning msg="The \"A\" variable is not set."`;
const refusal = "validating docker-compose.yaml: services.frontend.cpus must be a number or string";

describe("composeWarnings", () => {
  it("are the texts of what is logged, each once", () => {
    const other = 'time="2026-11-21T00:00:00Z" level=warning msg=obsolete';
    assert.deepEqual(composeWarnings([warning, refusal, other, warning].join("\n")), [
      'The "A" variable is not set.',
      "obsolete",
    ]);
  });
});

describe("composeMessage", () => {
  it("is what is left without the warnings", () => {
    assert.equal(composeMessage([warning, "", refusal, ""].join("\n")), refusal);
  });
});
