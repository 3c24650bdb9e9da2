/**
 * The texts of `Warning` response headers as the API server writes them (RFC 7234, 5.5): code 299,
 * an agent, and the text in quotes, where a backslash escapes.
 *
 * @param headers each header's value; one value may hold several, after commas
 */
export function warningTexts(headers: readonly string[]): readonly string[] {
  return headers.flatMap((header) =>
    [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
      text.replaceAll(/\\(.)/g, "$1"),
    ),
  );
}
