import assert from "node:assert/strict";
import { stateful } from "../../components/stateful.ts";

describe("stateful", () => {
  it("keeps what is protected from the engine and from a destroyed stack, and nothing else", () => {
    assert.deepEqual(stateful(true), { protect: true, retainOnDelete: true });
    assert.deepEqual(stateful(false), { protect: false, retainOnDelete: false });
  });
});
