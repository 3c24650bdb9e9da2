import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { awsWords } from "./aws/words.ts";
import { eip, eipAssociation, natGateway } from "./aws/addresses.ts";
import { lifecyclePolicy } from "./aws/dlm.ts";
import { volume, volumeAttachment } from "./aws/ebs.ts";
import { pullThroughCacheRule, repository } from "./aws/ecr.ts";
import { accessEntry, accessPolicyAssociation } from "./aws/eks-access.ts";
import { addon, podIdentityAssociation } from "./aws/eks-addon.ts";
import { cluster } from "./aws/eks-cluster.ts";
import { nodeGroup } from "./aws/eks-node-group.ts";
import { functions } from "./aws/functions.ts";
import {
  instanceProfile,
  openIdConnectProvider,
  role,
  rolePolicy,
  rolePolicyAttachment,
} from "./aws/iam.ts";
import { instance } from "./aws/instance.ts";
import { alias, key } from "./aws/kms.ts";
import { launchTemplate } from "./aws/launch-template.ts";
import { isRegion, regionNames } from "./aws/regions.ts";
import { record } from "./aws/route53.ts";
import { route, routeTable, routeTableAssociation } from "./aws/routes.ts";
import { bucket, bucketEncryption, bucketPublicAccessBlock, bucketVersioning } from "./aws/s3.ts";
import { egressRule, ingressRule, securityGroup } from "./aws/security-groups.ts";
import { accountId, object, strings, tagsAll, text, tokens } from "./aws/vocabulary.ts";
import { internetGateway, subnet, vpc } from "./aws/vpc.ts";
import type {
  CheckCall,
  CreateCall,
  DeleteCall,
  DiffCall,
  DiffResult,
  EmulatedProvider,
  Failure,
  FaultMessages,
  PropertyChange,
  UpdateCall,
} from "./core/provider.ts";
import { CloudError } from "./core/provider.ts";
import type { PackageTable } from "./core/resource-type.ts";
import { TableProvider } from "./core/table-provider.ts";
import type { Path, Properties, Value } from "./core/values.ts";
import { hasUnknown, isObject, isUnknown, same, unknown } from "./core/values.ts";

const tagMap = z.record(z.string(), z.string());

/** What may stand under `aws:` in a stack's configuration, or in a provider resource. */
const config = z.strictObject({
  allowedAccountIds: z.array(z.string()).optional(),
  assumeRoles: z
    .array(
      z.strictObject({
        duration: z.string().optional(),
        externalId: z.string().optional(),
        policy: z.string().optional(),
        policyArns: z.array(z.string()).optional(),
        roleArn: z.string().optional(),
        sessionName: z.string().optional(),
        sourceIdentity: z.string().optional(),
        tags: tagMap.optional(),
        transitiveTagKeys: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  defaultTags: z.strictObject({ tags: tagMap.optional() }).optional(),
  forbiddenAccountIds: z.array(z.string()).optional(),
  ignoreTags: z
    .strictObject({
      keyPrefixes: z.array(z.string()).optional(),
      keys: z.array(z.string()).optional(),
    })
    .optional(),
  maxRetries: z.union([z.int(), z.string().regex(/^\d+$/)]).optional(),
  profile: z.string().optional(),
  region: z.string().refine(isRegion, {
    error: (issue) =>
      `invalid AWS Region: ${JSON.stringify(issue.input)}; the emulated cloud has ${regionNames.join(", ")}`,
  }),
  retryMode: z.enum(["legacy", "standard", "adaptive"]).optional(),
  skipCredentialsValidation: z.boolean().optional(),
  skipMetadataApiCheck: z.boolean().optional(),
  skipRegionValidation: z.boolean().optional(),
  skipRequestingAccountId: z.boolean().optional(),
});

export const awsTable: PackageTable = {
  packageName: "aws",
  version: "7.48.0",
  config,
  resources: {
    [tokens.vpc]: vpc,
    [tokens.subnet]: subnet,
    [tokens.internetGateway]: internetGateway,
    [tokens.eip]: eip,
    [tokens.eipAssociation]: eipAssociation,
    [tokens.natGateway]: natGateway,
    [tokens.routeTable]: routeTable,
    [tokens.route]: route,
    [tokens.routeTableAssociation]: routeTableAssociation,
    [tokens.securityGroup]: securityGroup,
    [tokens.ingressRule]: ingressRule,
    [tokens.egressRule]: egressRule,
    [tokens.instance]: instance,
    [tokens.launchTemplate]: launchTemplate,
    [tokens.volume]: volume,
    [tokens.volumeAttachment]: volumeAttachment,
    [tokens.lifecyclePolicy]: lifecyclePolicy,
    [tokens.role]: role,
    [tokens.rolePolicy]: rolePolicy,
    [tokens.rolePolicyAttachment]: rolePolicyAttachment,
    [tokens.instanceProfile]: instanceProfile,
    [tokens.oidcProvider]: openIdConnectProvider,
    [tokens.cluster]: cluster,
    [tokens.nodeGroup]: nodeGroup,
    [tokens.addon]: addon,
    [tokens.accessEntry]: accessEntry,
    [tokens.accessPolicyAssociation]: accessPolicyAssociation,
    [tokens.podIdentityAssociation]: podIdentityAssociation,
    [tokens.key]: key,
    [tokens.alias]: alias,
    [tokens.bucket]: bucket,
    [tokens.publicAccessBlock]: bucketPublicAccessBlock,
    [tokens.bucketVersioning]: bucketVersioning,
    [tokens.bucketEncryption]: bucketEncryption,
    [tokens.record]: record,
    [tokens.repository]: repository,
    [tokens.pullThroughCacheRule]: pullThroughCacheRule,
  },
  invokes: functions,
  words: awsWords,
};

/** Only for faults that a test asks for; what the tables refuse has words of its own. */
const faultMessages: FaultMessages = {
  quota:
    "https response error StatusCode: 400, api error VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit allows for the instance bucket that the specified instance type belongs to",
  permission: `https response error StatusCode: 403, api error UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:iam::${accountId}:user/deployer is not authorized to perform this operation because no identity-based policy allows it`,
  conflict:
    "https response error StatusCode: 409, api error ResourceInUseException: The resource is being used or changed by something else",
  timeout:
    "timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 30m0s)",
};

/**
 * @param options.patienceMilliseconds how long something may go on being in use before its deletion is
 * refused, with nothing else happening meanwhile. The real provider tries again for minutes, since
 * what uses a thing is often being deleted just then.
 */
export function awsProvider({ patienceMilliseconds = 2000 } = {}): EmulatedProvider {
  return new AwsProvider(awsTable, faultMessages, patienceMilliseconds);
}

/** Inputs that take a policy as text or as an object (pulumi-aws, TransformJSONDocument). */
const policyInputs: ReadonlySet<string> = new Set(["assumeRolePolicy", "policy"]);

/** A table provider with what pulumi-aws puts on top: tags, policies as objects, its own naming. */
class AwsProvider extends TableProvider {
  readonly #patienceMilliseconds: number;
  /** When something last changed in the cloud. */
  #lastChange = 0;

  constructor(table: PackageTable, messages: FaultMessages, patienceMilliseconds: number) {
    super(table, messages);
    this.#patienceMilliseconds = patienceMilliseconds;
  }

  override checkConfig(given: Properties): readonly Failure[] {
    // Settings that a program leaves out arrive as nothing.
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
    if (set["region"] === undefined) {
      const reason =
        "Missing region configuration: set it with `pulumi config set aws:region REGION`, or AWS_REGION";
      return [{ path: ["region"], reason }];
    }
    return [...super.checkConfig(set), ...accountFailures(set)];
  }

  override async check(
    call: CheckCall,
  ): Promise<{ inputs: Properties; failures: readonly Failure[] }> {
    const news = Object.fromEntries(
      Object.entries(call.news).map(([input, value]) => [
        input,
        policyInputs.has(input) ? asDocument(value) : value,
      ]),
    );
    return await super.check({ ...call, news, name: stemOf(call) });
  }

  override async diff(call: DiffCall): Promise<DiffResult> {
    const { changes: found, deleteBeforeReplace } = await super.diff(call);
    const changes = [...found, ...tagChanges(call, found)].map(({ path, kind, replaces }) => ({
      path,
      kind,
      replaces: replaces || replacesUserData(call, path),
    }));
    return { changes, deleteBeforeReplace: deleteBeforeReplace || keepsName(call) };
  }

  override async create(call: CreateCall): Promise<{ id: string; properties: Properties }> {
    this.#lastChange = Date.now();
    return await super.create(call);
  }

  override async update(call: UpdateCall): Promise<Properties> {
    this.#lastChange = Date.now();
    return await super.update(call);
  }

  override async delete(call: DeleteCall): Promise<void> {
    const start = Date.now();
    for (;;) {
      try {
        await super.delete(call);
        this.#lastChange = Date.now();
        return;
      } catch (error) {
        const quiet = Date.now() - Math.max(start, this.#lastChange);
        if (!maySettle(error) || quiet >= this.#patienceMilliseconds) throw error;
      }
      await setTimeout(20);
    }
  }
}

/** Refusals after which the real provider tries again: what is in use may be free soon. */
function maySettle(error: unknown): boolean {
  return (
    error instanceof CloudError &&
    /DependencyViolation|VolumeInUse|AuthFailure|DeleteConflict/.test(error.message)
  );
}

/** The provider refuses to work in an account that it isn't meant for. */
function accountFailures(given: Properties): readonly Failure[] {
  const allowed = strings(given["allowedAccountIds"]);
  const refused =
    strings(given["forbiddenAccountIds"]).includes(accountId) ||
    (allowed.length > 0 && !allowed.includes(accountId));
  return refused ? [{ path: [], reason: `AWS account ID not allowed: ${accountId}` }] : [];
}

function asDocument(value: Value): Value {
  if (!isObject(value)) return value;
  return hasUnknown(value) ? unknown : JSON.stringify(value);
}

/** What a made-up name begins with (pulumi-aws, resource_overrides.go). */
function stemOf({ type, name }: Pick<CheckCall, "type" | "name">): string {
  if (type === tokens.bucket) return name.toLowerCase();
  return type === tokens.alias && !name.startsWith("alias/") ? `alias/${name}` : name;
}

/** Changed default tags change every resource, whose own tags stay as they are. */
function tagChanges(call: DiffCall, found: readonly PropertyChange[]): readonly PropertyChange[] {
  if (awsTable.resources[call.type]?.inputs.shape["tags"] === undefined) return [];
  if (found.some(({ path }) => path[0] === "tags")) return [];
  const [from, to] = [call.oldProperties["tagsAll"], tagsAll(call.news, call)];
  if (isUnknown(to) || same(object(from), object(to))) return [];
  return [{ path: ["tagsAll"], kind: from === undefined ? "add" : "update", replaces: false }];
}

/** Of user data, the program says whether a change of it makes the VM anew. */
function replacesUserData(call: DiffCall, path: Path): boolean {
  return (
    call.type === tokens.instance &&
    call.news["userDataReplaceOnChange"] === true &&
    (path[0] === "userData" || path[0] === "userDataBase64")
  );
}

/**
 * A name that a person gave can't be had twice: the old one goes first (pulumi-terraform-bridge,
 * nameRequiresDeleteBeforeReplace).
 */
function keepsName(call: DiffCall): boolean {
  const property = awsTable.resources[call.type]?.autoName?.property;
  if (property === undefined) return false;
  const [from, to] = [call.oldInputs[property], call.news[property]];
  return typeof to === "string" && from === to && !/-[0-9a-f]{7}$/.test(text(to));
}
