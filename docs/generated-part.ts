import { environmentReference } from "./environment-reference.ts";

/** Stands before the part of a page that a program writes; everything after it is written anew. */
const marker = "<!-- Generated from here on: node docs/write-environment-reference.ts -->";

/** The page docs/environments.md with its reference as the schema is now. */
export function withReference(page: string): string {
  const [written, ...rest] = page.split(marker);
  if (written === undefined || rest.length !== 1) {
    throw new Error(`docs/environments.md has no line ${marker}`);
  }
  return `${written}${marker}\n\n${environmentReference()}`;
}
