import { writeFileSync } from "node:fs";
import { stackFileSchemaText } from "./json-schema.ts";

// Run after a change of the schema: node environments/write-json-schema.ts
writeFileSync(new URL("environment.schema.json", import.meta.url), stackFileSchemaText());
