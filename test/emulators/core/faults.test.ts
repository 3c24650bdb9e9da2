import assert from "node:assert/strict";
import { FaultPlan } from "../../../emulators/core/faults.ts";

describe("FaultPlan", () => {
  const disk = "gcp:compute/disk:Disk";

  it("lets every call through as long as nothing is ordered", () => {
    assert.deepEqual(new FaultPlan().next("create", disk, "data"), {});
  });

  it("strikes what matches in operation, type and name", () => {
    const plan = new FaultPlan();
    plan.add({ operation: "create", type: disk, name: "data", error: "quota" });
    assert.deepEqual(plan.next("update", disk, "data"), {});
    assert.deepEqual(plan.next("create", "gcp:compute/network:Network", "data"), {});
    assert.deepEqual(plan.next("create", disk, "other"), {});
    assert.equal(plan.next("create", disk, "data").error, "quota");
    assert.equal(plan.next("create", disk, "data").error, "quota");
  });

  it("strikes everything of an operation when no more is said", () => {
    const plan = new FaultPlan();
    plan.add({ operation: "delete", error: "hang" });
    assert.equal(plan.next("delete", disk, "data").error, "hang");
    assert.deepEqual(plan.next("read", disk, "data"), {});
  });

  it("strikes the nth matching call and no other", () => {
    const plan = new FaultPlan();
    plan.add({ operation: "create", type: disk, nth: 2, error: "timeout" });
    const errors = ["a", "b", "c"].map((name) => plan.next("create", disk, name).error);
    assert.deepEqual(errors, [undefined, "timeout", undefined]);
  });

  it("counts a call that another fault struck, too", () => {
    const plan = new FaultPlan();
    plan.add(
      { operation: "create", nth: 1, error: "quota" },
      { operation: "create", nth: 2, error: "conflict" },
    );
    const errors = [1, 2, 3].map(() => plan.next("create", disk, "data").error);
    assert.deepEqual(errors, ["quota", "conflict", undefined]);
  });

  it("lets the fault that was ordered first decide", () => {
    const plan = new FaultPlan();
    plan.add({ operation: "create", delayMilliseconds: 5 });
    plan.add({ operation: "create", error: "quota", afterEffect: true });
    const verdict = plan.next("create", disk, "data");
    assert.equal(verdict.delayMilliseconds, 5);
    assert.equal(verdict.error, undefined);
  });

  it("forgets everything once cleared", () => {
    const plan = new FaultPlan();
    plan.add({ operation: "create", error: "quota" });
    plan.clear();
    assert.deepEqual(plan.next("create", disk, "data"), {});
  });
});
