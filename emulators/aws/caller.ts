import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { accountId, digest, object, text } from "./vocabulary.ts";

interface Caller {
  /** What STS says of whoever is calling. */
  readonly arn: string;
  readonly userId: string;
  /** The user or role behind it, as IAM and EKS name it. */
  readonly principal: string;
}

/** Who the provider acts as: the last role that it assumes, or a user of the account. */
export function callerArn(config: Properties): Caller {
  const roles = config["assumeRoles"];
  const last = object(isList(roles) ? roles.at(-1) : undefined);
  const principal = text(last["roleArn"]);
  if (principal === "") {
    const arn = `arn:aws:iam::${accountId}:user/deployer`;
    return { arn, principal: arn, userId: "AIDAEXAMPLE3DEPLOYER2" };
  }
  const name = principal.slice(principal.lastIndexOf("/") + 1);
  const session = text(last["sessionName"] ?? "aws-go-sdk-1700000000000000000");
  const account = principal.split(":")[4] ?? accountId;
  return {
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    principal,
    userId: `AROA${digest(principal).slice(0, 17).toUpperCase()}:${session}`,
  };
}
