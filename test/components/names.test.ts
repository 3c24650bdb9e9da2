import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster.ts";
import { AwsBox } from "../../components/box/aws-box.ts";
import { GcpBox } from "../../components/box/gcp-box.ts";
import { GkeCluster } from "../../components/gcp/gke-cluster.ts";
import { deploy } from "../support/deploy.ts";
import { awsBoxArgs, eksArgs, gcpBoxArgs, gkeArgs } from "./args.ts";

const answers = { functions: { "aws:ssm/getParameter:getParameter": { value: "ami-1" } } };
const programs = {
  GkeCluster: (name: string) => new GkeCluster(name, gkeArgs),
  EksCluster: (name: string) => new EksCluster(name, eksArgs),
  GcpBox: (name: string) => new GcpBox(name, gcpBoxArgs),
  AwsBox: (name: string) => new AwsBox(name, awsBoxArgs),
};

describe("names of resources", () => {
  for (const [component, program] of Object.entries(programs)) {
    it(`start with the environment's name, and have no version, date or hash: ${component}`, async () => {
      for (const { name } of await deploy(() => program("env"), answers)) {
        assert.match(name, /^env(-|$)/);
        assert.doesNotMatch(
          // A rule for a range is named by it: ranges have no other name.
          name.replace(/-from-[\d./]+$/, ""),
          /\d+\.\d+|\d{4}|[0-9a-f]{7}/,
        );
      }
    });
  }
});
