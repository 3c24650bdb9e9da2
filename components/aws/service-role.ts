import * as iam from "@pulumi/aws/iam/index.js";
import * as pulumi from "@pulumi/pulumi";

export interface AwsServiceRoleArgs {
  /** Who may take the role: the trust policy, as an object. */
  readonly trust: pulumi.Input<object>;
  /** Names of AWS's own policies, such as `AmazonEKSWorkerNodePolicy` or `service-role/…`. Plain. */
  readonly managedPolicies: readonly string[];
  /** What it is for, for the console's list. */
  readonly description: pulumi.Input<string>;
}

/** A role with AWS's own policies attached. */
export class AwsServiceRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: AwsServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:AwsServiceRole", name, args, opts);

    const role = new iam.Role(
      `${name}-role`,
      {
        assumeRolePolicy: pulumi.jsonStringify(args.trust),
        description: args.description,
      },
      { parent: this },
    );
    const attachments = args.managedPolicies.map(
      (policy) =>
        new iam.RolePolicyAttachment(
          `${name}-${policy.replace("service-role/", "")}`,
          { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
          { parent: this },
        ),
    );

    // Whoever uses the role means it with its policies: without them its first calls are refused.
    const attached = pulumi.all(attachments.map(({ id }) => id));
    this.arn = pulumi.all([role.arn, attached]).apply(([arn]) => arn);
    this.roleName = pulumi.all([role.name, attached]).apply(([roleName]) => roleName);
    this.registerOutputs({ arn: this.arn, roleName: this.roleName });
  }
}

/** The trust policy of a role that an AWS service takes, such as `ec2.amazonaws.com`. */
export function trustService(service: string): object {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}

/** The trust policy of a role that one Kubernetes service account takes, by EKS pod identity. */
export const trustPodIdentity: object = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
};
