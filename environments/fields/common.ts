import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";

/** A Kubernetes name (RFC 1123 label). */
export const kubernetesName = () =>
  z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
    error: "a name of up to 63 lower-case letters, digits and hyphens",
  });

/** A DNS name, such as `k8s.sgdev.org`: no scheme, no port. */
export const hostname = () =>
  z
    .string()
    .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/, {
      error: "a host name such as sourcegraph.example.com, without scheme or port",
    });

/** Where a server answers: a DNS name of one or more labels, or an IPv4 address. */
export const host = () =>
  z
    .string()
    .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, {
      error: "a host name or an IPv4 address, without scheme or port",
    });

export const port = () => z.int().min(1).max(65_535);

/** An IPv4 range, such as `10.4.0.0/14`. */
export const cidr = () =>
  z.cidrv4({ error: "an IPv4 range such as 10.4.0.0/14; one address is 203.0.113.7/32" });

/** A kernel parameter, such as `vm.max_map_count`. */
export const kernelSetting = () =>
  z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_*-]+)+$/, {
    error: "a kernel setting such as vm.max_map_count",
  });

/** An amount of bytes in Kubernetes' notation. A bare number is refused: nobody means bytes. */
export const bytes = () =>
  z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,3})?([kMGTP]|[KMGTP]i)$/, {
    error: "an amount with its unit, such as 500Gi, 4Ti or 8G",
  });

/** CPU cores in Kubernetes' notation: `6`, `0.5` or `"500m"`. Always a string when parsed. */
export const cpus = () =>
  z
    .union(
      [
        z.number().positive().max(10_000),
        z.string().regex(/^([1-9]\d{0,6}m|(0|[1-9]\d{0,4})(\.\d{1,3})?)$/),
      ],
      { error: "CPU cores such as 6, 0.5 or 500m" },
    )
    .transform(String);

/** A day, such as `2026-12-31`. Quote it: the YAML reader of Pulumi knows dates as a type. */
export const day = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T00:00:00Z)?$/, { error: "a day such as 2026-12-31" })
    .refine((text) => !Number.isNaN(Date.parse(text)) && sameDay(text), {
      error: "a day such as 2026-12-31",
    })
    .transform((text) => text.slice(0, 10));

/** False for the 30th of February, which `Date` takes for the 2nd of March. */
function sameDay(text: string): boolean {
  return new Date(text).toISOString().slice(0, 10) === text.slice(0, 10);
}

/** A time of day in UTC, such as `03:30`. */
export const timeOfDay = () =>
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of day in UTC such as "03:30"' });

export const weekday = () =>
  z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);

/** Text of one line. */
export const line = (maximum = 200) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .regex(/^[^\p{Cc}]+$/u, { error: "one line of text" });

/** A URL with `http` or `https`. */
export const webUrl = () =>
  z.url({ protocol: /^https?$/, error: "a URL such as https://sourcegraph.example.com" });

/**
 * Text that nobody may read: encrypted in the file, never shown in a message, wrapped as a secret by
 * the stack program. No format is asked for, since a rehearsal puts a stand-in for each one.
 */
export const secret = () => z.string().min(1).meta({ secret: true });

const secretSourceSchema = z
  .union(
    [
      secret(),
      z.strictObject({
        existingSecret: kubernetesName().describe(
          "Kubernetes Secret in the environment's namespace.",
        ),
        key: line(253).optional().describe("Key in that Secret. Default: the only one it has."),
      }),
      z.strictObject({
        secretManager: line(512).describe(
          "Entry of the cloud's secret manager: a name in this project, or an ARN.",
        ),
        version: line(64).default("latest").describe("Version of the entry. Default: latest."),
      }),
    ],
    {
      error: "an encrypted value, {existingSecret: name, key: key} or {secretManager: name}",
    },
  )
  .meta({ id: "secretSource" });

/** A secret's text, or where it is kept already. */
export const secretSource = () => secretSourceSchema;
export type SecretSource = DeepReadonly<z.infer<typeof secretSourceSchema>>;

/** Environment variables by name. Values are text, numbers need quotes, as in Kubernetes. */
export const variableName = () =>
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
    error: "the name of an environment variable",
  });

/** A label that Kubernetes, GCP and AWS all take. */
export const labels = () =>
  z.record(
    z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, {
      error: "a label's name of up to 63 lower-case letters, digits, - and _",
    }),
    z.string().regex(/^([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)?$/, {
      error: "a label's value of up to 63 lower-case letters, digits, - and _",
    }),
  );

/** Labels and selectors of Kubernetes' own, which may have a prefix: `cloud.google.com/gke-spot`. */
export const kubernetesLabels = () =>
  z.record(
    z.string().regex(/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, {
      error: "a Kubernetes label such as disktype or cloud.google.com/gke-spot",
    }),
    z.string().max(63),
  );
