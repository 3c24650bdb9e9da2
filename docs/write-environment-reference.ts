import { readFileSync, writeFileSync } from "node:fs";
import { withReference } from "./generated-part.ts";

// Run after a change of the schema or the rules: node docs/write-environment-reference.ts
const page = new URL("environments.md", import.meta.url);
writeFileSync(page, withReference(readFileSync(page, "utf8")));
