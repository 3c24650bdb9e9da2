/** The valid name that `name` was most likely meant to be, if any is close enough to say so. */
export function nearest(name: string, valid: Iterable<string>): string | undefined {
  const names = [...valid];
  const wanted = name.toLowerCase().slice(0, 80);
  const allowed = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  const close = names
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, "en"));
  if (close[0] !== undefined) return close[0].candidate;
  // `frontend` for `sourcegraph-frontend`, `storage` for `objectStorage`.
  const containing = names.filter((candidate) => {
    const other = candidate.toLowerCase();
    return wanted.length >= 4 && (other.includes(wanted) || wanted.includes(other));
  });
  return containing.toSorted((a, b) => a.length - b.length || a.localeCompare(b, "en"))[0];
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, at(beforePrevious, column - 2) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
