import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restoreCheckpoint } from "../../../engine/restore-checkpoint.ts";

const whole = '{ "version": 3 }';
const before = '{ "version": 2 }';
const half = '{ "version": 3, "chec';

/** Files in the backend's folder before, the same after, and whether there was anything to mend. */
const cases: readonly (readonly [
  what: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  mended: boolean,
])[] = [
  [
    "leaves whole files alone",
    { "s.json": whole, "s.json.bak": before, "s.json.attrs": "{}" },
    { "s.json": whole, "s.json.bak": before, "s.json.attrs": "{}" },
    false,
  ],
  [
    "goes back to the checkpoint before a half written one",
    { "s.json": half, "s.json.bak": before },
    { "s.json": before, "s.json.bak": before },
    true,
  ],
  [
    "goes back to the checkpoint before one that was never written",
    { "s.json": "", "s.json.bak": before },
    { "s.json": before, "s.json.bak": before },
    true,
  ],
  [
    "goes back to the checkpoint before one that is gone",
    { "s.json.bak": before },
    { "s.json": before, "s.json.bak": before },
    true,
  ],
  [
    "removes half a file of attributes, of any stack and backup",
    { "s.json": whole, "s.json.attrs": half, "s.json.bak.attrs": "", "other.json.attrs": "{}" },
    { "s.json": whole, "other.json.attrs": "{}" },
    true,
  ],
  [
    "doesn't put half a backup in place of a checkpoint",
    { "s.json": half, "s.json.bak": half },
    { "s.json": half, "s.json.bak": half },
    false,
  ],
  ["has nothing to do where there is no checkpoint yet", {}, {}, false],
];

describe("restoreCheckpoint", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "restore-checkpoint-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [what, files, expected, mended] of cases) {
    it(what, () => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      assert.equal(restoreCheckpoint(join(folder, "s.json")), mended);
      const after = readdirSync(folder).map((name) => [
        name,
        readFileSync(join(folder, name), "utf8"),
      ]);
      assert.deepEqual(Object.fromEntries(after), expected);
    });
  }

  it("has nothing to do where the folder is missing", () => {
    assert.equal(restoreCheckpoint(join(folder, "none", "s.json")), false);
  });
});
