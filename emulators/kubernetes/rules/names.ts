/**
 * What names may look like, with the API server's messages (apimachinery, util/validation). Each
 * function returns what is wrong with a name; nothing when it is right.
 */
type Check = (name: string) => readonly string[];

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

export const dns1123Label: Check = (name) => [
  ...atMost(63, name),
  ...matching(
    name,
    label,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    ["my-name", "123-abc"],
  ),
];

export const dns1123Subdomain: Check = (name) => [
  ...atMost(253, name),
  ...matching(
    name,
    subdomain,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ["example.com"],
  ),
];

export const dns1035Label: Check = (name) => [
  ...atMost(63, name),
  ...matching(
    name,
    "[a-z]([-a-z0-9]*[a-z0-9])?",
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    ["my-name", "abc-123"],
  ),
];

export const wildcardSubdomain: Check = (name) => [
  ...atMost(253, name),
  ...matching(
    name,
    `\\*\\.${subdomain}`,
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    ["*.example.com"],
  ),
];

/** RBAC's names: whatever can be one segment of a URL. */
export const pathSegment: Check = (name) =>
  name === "." || name === ".."
    ? [`may not be '${name}'`]
    : ["/", "%"].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);

/** `example.com/name`, for labels and annotations. */
export const qualifiedName: Check = (name) => {
  const parts = name.split("/");
  const [prefix = "", local = ""] = parts.length === 1 ? ["", name] : parts;
  const message =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const examples = ["MyName", "my.name", "123-abc"];
  if (parts.length > 2) {
    return [
      `a valid label key must consist of ${expression(message.slice("must consist of ".length), qualified, examples)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  return [
    ...(parts.length === 2 && prefix === "" ? ["prefix part must be non-empty"] : []),
    ...(prefix === "" ? [] : dns1123Subdomain(prefix).map((text) => `prefix part ${text}`)),
    ...(local === "" ? ["name part must be non-empty"] : []),
    ...atMost(63, local, "bytes").map((text) => `name part ${text}`),
    ...matching(local, qualified, message, examples).map((text) => `name part ${text}`),
  ];
};

export const labelValue: Check = (value) => [
  ...atMost(63, value, "bytes"),
  ...matching(
    value,
    `(${qualified})?`,
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    ["MyValue", "my_value", "12345"],
  ),
];

export const configMapKey: Check = (name) => [
  ...atMost(253, name),
  ...matching(
    name,
    "[-._a-zA-Z0-9]+",
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    ["key.name", "KEY_NAME", "key-name"],
  ),
  ...(name === "." ? ["must not be '.'"] : []),
  ...(name === ".." ? ["must not be '..'"] : []),
  ...(name.startsWith("..") && name !== ".." ? ["must not start with '..'"] : []),
];

export const environmentVariable: Check = (name) =>
  /^[ -<>-~]*$/.test(name)
    ? []
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      ];

export const portName: Check = (name) => [
  ...atMost(15, name),
  ...(/^[-a-z0-9]+$/.test(name)
    ? []
    : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
  ...(/[a-z]/.test(name) ? [] : ["must contain at least one letter (a-z)"]),
  ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
  ...(name.startsWith("-") || name.endsWith("-") ? ["must not begin or end with a hyphen"] : []),
];

export function portNumber(port: number): readonly string[] {
  return port >= 1 && port <= 65_535 ? [] : ["must be between 1 and 65535, inclusive"];
}

function atMost(length: number, name: string, of = "characters"): readonly string[] {
  return name.length > length ? [`must be no more than ${length} ${of}`] : [];
}

function matching(
  name: string,
  pattern: string,
  message: string,
  examples: readonly string[],
): readonly string[] {
  return new RegExp(`^${pattern}$`).test(name) ? [] : [expression(message, pattern, examples)];
}

function expression(message: string, pattern: string, examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}', `).join(" or ");
  return `${message} (e.g. ${quoted}regex used for validation is '${pattern}')`;
}
