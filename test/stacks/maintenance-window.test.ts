import assert from "node:assert/strict";
import * as fc from "fast-check";
import { maintenanceWindow } from "../../stacks/maintenance-window.ts";

const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));

describe("maintenanceWindow", () => {
  it("recurs weekly on the days that are given, from a fixed first day", () => {
    assert.deepEqual(
      maintenanceWindow({ days: ["saturday", "sunday"], start: "04:00", hours: 6 }),
      {
        startTime: "2024-01-01T04:00:00Z",
        endTime: "2024-01-01T10:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
      },
    );
  });

  it("may end on the next day", () => {
    const { endTime } = maintenanceWindow({ days: ["friday"], start: "22:30", hours: 4 });
    assert.equal(endTime, "2024-01-02T02:30:00Z");
  });

  it("knows every day of the week", () => {
    const days = [
      "monday",
      "tuesday",
      "wednesday",
      "thursday",
      "friday",
      "saturday",
      "sunday",
    ] as const;
    const { recurrence } = maintenanceWindow({ days, start: "00:00", hours: 4 });
    assert.equal(recurrence, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU");
  });

  it("is as long as it is said to be, in RFC 3339 without fractions", () => {
    fc.assert(
      fc.property(part(23), part(59), fc.integer({ min: 4, max: 24 }), (hour, minute, hours) => {
        const { startTime, endTime } = maintenanceWindow({
          days: ["monday"],
          start: `${hour}:${minute}`,
          hours,
        });
        for (const time of [startTime, endTime]) {
          assert.match(time, /^2024-01-0[12]T\d\d:\d\d:00Z$/);
        }
        assert.equal(Date.parse(endTime) - Date.parse(startTime), hours * 3_600_000);
      }),
    );
  });
});
