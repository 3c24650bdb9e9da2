import { yamlText } from "../yaml.ts";

/** Plain values as YAML, no line folded and nothing referred to. */
export function yaml(value: object): string {
  return yamlText(value);
}

/** `text` under a comment that says why it is so. */
export function commented(reason: string, text: string): string {
  return `# ${reason}\n${text}`;
}
