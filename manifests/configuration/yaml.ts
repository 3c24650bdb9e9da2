import { dump } from "js-yaml";

/** Plain values as YAML, no line folded and nothing referred to. */
export function yaml(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true, seqNoIndent: true });
}

/** `text` under a comment that says why it is so. */
export function commented(reason: string, text: string): string {
  return `# ${reason}\n${text}`;
}
