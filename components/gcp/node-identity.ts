import * as projects from "@pulumi/gcp/projects/index.js";
import * as serviceaccount from "@pulumi/gcp/serviceaccount/index.js";
import * as pulumi from "@pulumi/pulumi";

export interface GcpNodeIdentityArgs {
  readonly project: pulumi.Input<string>;
  /** Whose it is, for the console's list, such as `nodes of cluster dogfood`. */
  readonly displayName: pulumi.Input<string>;
  /** Role names, such as `roles/logging.logWriter`. Plain: it decides which children exist. */
  readonly roles: readonly string[];
}

/** A service account for machines, with the roles it needs and no others (the default one may edit the whole project). */
export class GcpNodeIdentity extends pulumi.ComponentResource {
  readonly email: pulumi.Output<string>;

  constructor(name: string, args: GcpNodeIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:GcpNodeIdentity", name, args, opts);

    const account = new serviceaccount.Account(
      `${name}-account`,
      { accountId: accountId(name), displayName: args.displayName, project: args.project },
      { parent: this },
    );
    const grants = args.roles.map(
      (role) =>
        new projects.IAMMember(
          `${name}-${role.replace("roles/", "")}`,
          { project: args.project, role, member: account.member },
          { parent: this },
        ),
    );

    // Whoever uses the account means it with its roles: a node that starts earlier can't write logs.
    const granted = pulumi.all(grants.map(({ id }) => id));
    this.email = pulumi.all([account.email, granted]).apply(([email]) => email);
    this.registerOutputs({ email: this.email });
  }
}

/**
 * What a GKE node needs beyond its own permissions: to write logs and metrics, and to pull images
 * (cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster, least privilege).
 */
export const gkeNodeRoles = [
  "roles/artifactregistry.reader",
  "roles/autoscaling.metricsWriter",
  "roles/logging.logWriter",
  "roles/monitoring.metricWriter",
  "roles/monitoring.viewer",
  "roles/stackdriver.resourceMetadata.writer",
] as const;

/** Account ids have 6 to 30 characters (IAM API, projects.serviceAccounts.create). */
function accountId(name: string): string {
  return name.length > 30 ? name.slice(0, 30).replace(/-$/, "") : name.padEnd(6, "0");
}
