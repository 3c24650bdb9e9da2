import { dump } from "js-yaml";

/**
 * A YAML document as a person would write it: keys in the order given, text of several lines as a
 * block, nothing folded, no anchors, and quotes where any reader of YAML 1.1 or 1.2 needs them: kubectl,
 * Compose and PyYAML differ in what they take for a number or a truth value.
 */
export function yamlText(document: object): string {
  return dump(document, { noRefs: true, lineWidth: -1 });
}

/** Several documents in one file. */
export function yamlDocuments(documents: readonly object[]): string {
  return documents.map(yamlText).join("---\n");
}
