import assert from "node:assert/strict";
import { messageOf } from "./dry-run.ts";

describe("messageOf", () => {
  it("is the message of a Status object", () => {
    const status = { kind: "Status", status: "Failure", message: "namespaces not found" };
    assert.equal(messageOf(JSON.stringify(status)), "namespaces not found");
  });

  it("is the whole answer where that is none", () => {
    assert.equal(messageOf("404 page not found"), "404 page not found");
    assert.equal(messageOf("{}"), "{}");
  });
});
