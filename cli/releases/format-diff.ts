import { counted } from "./counted.ts";
import Table from "cli-table3";
import type { FactChanges, ImageChange, ReleaseDiff, WholeService } from "../../releases/diff.ts";
import type { ChangedFact } from "../../releases/fact-changes.ts";
import { factAreas } from "../../releases/fact-changes.ts";
import { shownValue } from "../../releases/file-problem.ts";
import { parseImage } from "../../releases/images.ts";

/** A diff for a person at a terminal. */
export function diffAsText(diff: ReleaseDiff): string {
  const sections = [
    [title(diff), summary(diff)].join("\n"),
    ...wholeServices(diff).map(([what, services]) =>
      [`${what}:`, ...services.map((each) => `  ${wholeService(each)}`)].join("\n"),
    ),
    ...(imageRows(diff).length > 0 ? [imageTable(diff)] : []),
    ...factSections(diff).map(([name, facts]) =>
      [name, ...factLines(facts).map((line) => `  ${line}`)].join("\n"),
    ),
    notes(diff),
  ];
  return sections.join("\n\n");
}

/** The same for a pull request or release notes. */
export function diffAsMarkdown(diff: ReleaseDiff): string {
  const sections = [
    `## ${title(diff)}`,
    summary(diff),
    ...wholeServices(diff).map(([what, services]) =>
      [`### ${what}`, "", ...services.map((each) => `- ${wholeService(each)}`)].join("\n"),
    ),
    ...(imageRows(diff).length > 0
      ? [
          [
            "### Images",
            "",
            ...markdownRow(["service", "container", "image", diff.from.version, diff.to.version]),
            ...markdownRow(["---", "---", "---", "---", "---"]),
            ...imageRows(diff).flatMap(markdownRow),
          ].join("\n"),
        ]
      : []),
    ...factSections(diff).map(([name, facts]) =>
      [
        `### ${name}`,
        "",
        ...factLines(facts).map((line) => `- ${code(line.replaceAll(/ {2,}/g, " ").trim())}`),
      ].join("\n"),
    ),
    notes(diff),
  ];
  return sections.join("\n\n");
}

function markdownRow(cells: readonly string[]): readonly string[] {
  return [`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`];
}

/** A line may have backticks of its own. */
function code(line: string): string {
  const fence = "`".repeat(
    1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

function title({ from, to, type }: ReleaseDiff): string {
  const sources =
    from.source === to.source
      ? from.source === type
        ? type
        : `${type}, ${from.source}`
      : `${type}, from ${from.source} to ${to.source}`;
  return `${from.version} → ${to.version} (${sources})`;
}

function summary({
  imagesOnly,
  added,
  removed,
  changed,
  unchanged,
  deployment,
}: ReleaseDiff): string {
  const images = changed.flatMap((service) => service.images);
  if (imagesOnly && images.length === 0) return "Nothing differs.";
  if (imagesOnly)
    return `Images only: nothing else differs. ${counted(images.length, "image")} of ${counted(changed.length, "service")}.`;
  const other = changed.filter(({ facts }) => Object.keys(facts).length > 0).length;
  const beyond = Object.keys(deployment).length > 0 ? " And what the services share." : "";
  return `${counted(added.length, "service")} added, ${removed.length} removed; ${images.length} images changed; ${counted(other, "service")} changed otherwise, ${unchanged.length} not at all.${beyond}`;
}

function wholeServices({
  added,
  removed,
}: ReleaseDiff): readonly (readonly [string, readonly WholeService[]])[] {
  const both = [
    ["Added services", added],
    ["Removed services", removed],
  ] as const;
  return both.filter(([, services]) => services.length > 0);
}

function wholeService({ service, images }: WholeService): string {
  const used = images.map((image) => `${nameOf(image)} ${versionOf(image)}`.trim());
  return used.length === 0 ? service : `${service}: ${used.join(", ")}`;
}

/** Service, container, image, what it was, what it is. */
function imageRows({ changed }: ReleaseDiff): readonly (readonly string[])[] {
  return changed.flatMap(({ service, images }) =>
    images.map((image) => [service, image.container, ...imageCells(image)]),
  );
}

function imageTable(diff: ReleaseDiff): string {
  const table = new Table({
    head: ["service", "container", "image", diff.from.version, diff.to.version],
    style: { head: [], border: [], compact: true },
  });
  table.push(...imageRows(diff).map((row) => [...row]));
  return table.toString();
}

function imageCells({ from = "", to = "", change }: ImageChange): readonly string[] {
  switch (change) {
    case "container":
      return from === ""
        ? [nameOf(to), "(no such container)", versionOf(to)]
        : [nameOf(from), versionOf(from), "(no such container)"];
    case "name":
      return [nameOf(to), `${nameOf(from)} ${versionOf(from)}`, versionOf(to)];
    case "tag":
      return [nameOf(to), versionOf(from), versionOf(to)];
    case "digest":
      return [
        nameOf(to),
        `${versionOf(from)} ${digestOf(from)}`,
        `${versionOf(to)} ${digestOf(to)}`,
      ];
  }
}

/** Registry and path are shown where they aren't Sourcegraph's usual ones. */
function nameOf(reference: string): string {
  const { prefix, name } = parseImage(reference);
  return prefix === "" || /^((index\.)?docker\.io\/)?sourcegraph$/.test(prefix)
    ? name
    : `${prefix}/${name}`;
}

function versionOf(reference: string): string {
  const { tag, digest } = parseImage(reference);
  return tag === "" ? digest.slice(0, 19) : tag;
}

function digestOf(reference: string): string {
  const { digest } = parseImage(reference);
  return digest === "" ? "(no digest)" : digest.slice(0, 19);
}

function factSections({
  changed,
  deployment,
}: ReleaseDiff): readonly (readonly [string, FactChanges])[] {
  const sections = [
    ...changed.map(({ service, facts }) => [service, facts] as const),
    ["all services", deployment] as const,
  ];
  return sections.filter(([, facts]) => Object.keys(facts).length > 0);
}

/** What a change is about stands before the first of its kind. */
function factLines(facts: FactChanges): readonly string[] {
  return factAreas.flatMap((area) =>
    (facts[area] ?? []).map(
      (change, index) => `${(index === 0 ? area : "").padEnd(13)} ${changeLine(area, change)}`,
    ),
  );
}

function changeLine(area: string, { path, from, to }: ChangedFact): string {
  const name = shownFact(path);
  if (from === undefined) return `+ ${name}: ${shown(to)}`;
  if (to === undefined) return `- ${name}: ${shown(from)}`;
  const both = Array.isArray(from) && Array.isArray(to) ? listChange(from, to) : undefined;
  const change = both ?? `${shown(from)} → ${shown(to)}`;
  return name === area ? `  ${change}` : `  ${name}: ${change}`;
}

/** Of a list, what is no longer or newly in it; nothing if only the order differs. */
function listChange(from: readonly unknown[], to: readonly unknown[]): string | undefined {
  const [left, right] = [texts(from), texts(to)];
  const changes = [
    ...from.filter((item) => !right.has(JSON.stringify(item))).map((item) => `- ${shown(item)}`),
    ...to.filter((item) => !left.has(JSON.stringify(item))).map((item) => `+ ${shown(item)}`),
  ];
  return changes.length === 0 ? undefined : changes.join(", ");
}

function texts(list: readonly unknown[]): ReadonlySet<string> {
  return new Set(list.map((item) => JSON.stringify(item)));
}

/** `containers/frontend/env/NAME` is about frontend's NAME. */
function shownFact(path: readonly string[]): string {
  const [group, container, fact, ...rest] = path;
  if (group === "environment") return path.slice(1).join(" ");
  if (group === "containers" && container !== undefined && fact !== undefined) {
    const goesWithoutSaying = fact === "env" || fact === "ports" || fact === "resources";
    return [container, ...(goesWithoutSaying ? [] : [fact]), ...rest].join(" ");
  }
  return path.join(" ");
}

function shown(value: unknown): string {
  return typeof value === "string" && !value.includes("\n") && value !== ""
    ? value
    : shownValue(value);
}

function notes({ notes: all }: ReleaseDiff): string {
  if (all.length === 0) return "Upgrade notes: none are kept in the catalog yet. Read upstream's.";
  return ["Upgrade notes:", ...all.map(({ version, text }) => `- ${version}: ${text}`)].join("\n");
}
