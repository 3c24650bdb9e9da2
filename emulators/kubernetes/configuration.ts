import { existsSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import type { Failure } from "../core/provider.ts";
import type { Properties, Value } from "../core/values.ts";
import { isObject, isUnknown, unwrapSecrets } from "../core/values.ts";
import { listAt, objectAt, textAt } from "./read.ts";

/** The provider's configuration keys (@pulumi/kubernetes, provider.d.ts), and strictMode. */
const keys: Readonly<Record<string, "text" | "flag" | "object" | "kubeconfig">> = {
  alwaysRender: "flag",
  cluster: "text",
  clusterIdentifier: "text",
  context: "text",
  deleteUnreachable: "flag",
  enableConfigMapMutable: "flag",
  enablePatchForce: "flag",
  enableSecretMutable: "flag",
  enableServerSideApply: "flag",
  helmReleaseSettings: "object",
  kubeClientSettings: "object",
  kubeconfig: "kubeconfig",
  namespace: "text",
  renderYamlToDirectory: "text",
  skipUpdateUnreachable: "flag",
  strictMode: "flag",
  suppressDeprecationWarnings: "flag",
  suppressHelmHookWarnings: "flag",
  upsertExistingObjects: "flag",
};

export function configurationFailures(config: Properties): readonly Failure[] {
  const failures = Object.entries(config)
    // Keys of the engine's own.
    .filter(([key]) => !key.startsWith("__") && key !== "pluginDownloadURL")
    .flatMap(([key, value]) => keyFailures(key, value));
  return failures.length > 0 ? failures : combinationFailures(config);
}

/** Which world of the emulated cloud a provider acts in: the server's URL, or `ambient`. */
export function clusterName(config: Properties): string {
  const kubeconfig = parsed(config["kubeconfig"]);
  if (!isObject(kubeconfig)) return "ambient";
  const context = activeContext(kubeconfig, config);
  const name = textAt(config, "cluster") || textAt(context, "cluster");
  const cluster = entryNamed(kubeconfig, "clusters", name);
  return textAt(cluster, "cluster", "server") || "ambient";
}

/** Where objects go that name no namespace. */
export function defaultNamespace(config: Properties): string {
  const kubeconfig = parsed(config["kubeconfig"]);
  const fromContext = isObject(kubeconfig)
    ? textAt(activeContext(kubeconfig, config), "namespace")
    : "";
  return textAt(config, "namespace") || fromContext || "default";
}

/** Flags arrive as booleans or as their texts. */
export function flag(config: Properties, key: string, unset = false): boolean {
  const value = config[key];
  return value === undefined ? unset : value === true || value === "true";
}

function keyFailures(key: string, value: Value): readonly Failure[] {
  const path = [key];
  const type = keys[key];
  if (isUnknown(value)) return [];
  if (type === undefined) {
    return [{ path, reason: `the kubernetes provider has no configuration key ${key}` }];
  }
  switch (type) {
    case "flag":
      return [true, false, "true", "false"].some((item) => item === value)
        ? []
        : [{ path, reason: `${key} must be true or false, not ${JSON.stringify(value)}` }];
    case "text":
      return typeof value === "string"
        ? []
        : [{ path, reason: `${key} must be a text, not ${JSON.stringify(value)}` }];
    case "object":
      return isObject(value) ? [] : [{ path, reason: `${key} must be an object` }];
    case "kubeconfig":
    default:
      return isObject(parsed(value)) ? [] : [{ path, reason: kubeconfigProblem(value) }];
  }
}

function combinationFailures(config: Properties): readonly Failure[] {
  if (config["renderYamlToDirectory"] !== undefined && config["renderYamlToDirectory"] !== "") {
    return [{ path: ["renderYamlToDirectory"], reason: "the emulated cloud doesn't render" }];
  }
  if (!flag(config, "enableServerSideApply", true)) {
    const reason = "the emulated cloud only knows server-side apply";
    return [{ path: ["enableServerSideApply"], reason }];
  }
  if (flag(config, "strictMode")) {
    const missing = ["kubeconfig", "context"].filter((key) => config[key] === undefined);
    if (missing.length > 0) {
      return missing.map((key) => ({
        path: [key],
        reason: `strict mode requires Provider "${key}" argument`,
      }));
    }
  }
  const kubeconfig = parsed(config["kubeconfig"]);
  return isObject(kubeconfig) ? contextFailures(kubeconfig, config) : [];
}

function contextFailures(kubeconfig: Properties, config: Properties): readonly Failure[] {
  const asked = textAt(config, "context") !== "";
  const name = textAt(config, "context") || textAt(kubeconfig, "current-context");
  const path = [asked ? "context" : "kubeconfig"];
  const context = entryNamed(kubeconfig, "contexts", name);
  if (context === undefined) {
    return [{ path, reason: `context ${JSON.stringify(name)} does not exist` }];
  }
  const cluster = textAt(config, "cluster") || textAt(context, "context", "cluster");
  if (textAt(entryNamed(kubeconfig, "clusters", cluster), "cluster", "server") === "") {
    return [{ path, reason: `cluster ${JSON.stringify(cluster)} does not exist` }];
  }
  return [];
}

function kubeconfigProblem(value: Value): string {
  return typeof value === "string" && !value.includes("\n") && value.includes("/")
    ? `failed to read kubeconfig: ${value}: no such file`
    : "failed to parse kubeconfig: it must be a kubeconfig's YAML or JSON, or the path of one";
}

function activeContext(kubeconfig: Properties, config: Properties): Properties {
  const name = textAt(config, "context") || textAt(kubeconfig, "current-context");
  return objectAt(entryNamed(kubeconfig, "contexts", name), "context");
}

function entryNamed(kubeconfig: Properties, list: string, name: string): Value {
  return listAt(kubeconfig, list).find((entry) => textAt(entry, "name") === name);
}

/** A kubeconfig as an object, from its text, from a file, or parsed already (core/server.ts). */
function parsed(value: Value): Value {
  if (isObject(value)) return isKubeconfig(value) ? value : undefined;
  if (typeof value !== "string" || value === "") return undefined;
  const text = !value.includes("\n") && existsSync(value) ? readFileSync(value, "utf8") : value;
  try {
    const content = unwrapSecrets(load(text)).value;
    return isKubeconfig(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isKubeconfig(content: Value): boolean {
  return (
    isObject(content) && ["clusters", "contexts"].every((list) => listAt(content, list).length > 0)
  );
}
