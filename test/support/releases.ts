/** A release of the catalog that a test relies on. */
export function mustBeFound<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("the catalog lacks a release that a test is about");
  return found;
}
