import type { Properties } from "../../core/values.ts";
import type { Cause } from "../cause.ts";

/** What the API server finds wrong with an object whose fields all decode and have their defaults. */
export type Rule = (object: Properties) => readonly Cause[];
