import type * as pulumi from "@pulumi/pulumi";
import { externalUrl } from "../environments/derived.ts";
import type { BoxEnvironment, CloudAws, CloudGcp, CloudLocal } from "../environments/schema.ts";
import type { Catalog } from "../releases/catalog.ts";
import { findRelease } from "../releases/catalog.ts";
import { labelsOf } from "./labels.ts";

type Labels = Readonly<Record<string, string>>;

/** `kind: box`: docker-compose on one machine, in a cloud or right here. */
export async function deployBox(
  name: string,
  environment: BoxEnvironment,
  catalog: Catalog,
): Promise<pulumi.Inputs> {
  const { cloud, release } = environment;
  const labels = labelsOf(environment, name);
  const url = externalUrl(environment);
  switch (cloud.provider) {
    case "gcp":
      return { release, url, ...(await gcpBox(name, cloud, environment, labels)) };
    case "aws":
      return { release, url, ...(await awsBox(name, cloud, environment, labels)) };
    case "local":
      return { release, ...(await localBox(name, cloud, environment, catalog)) };
  }
}

async function gcpBox(
  name: string,
  cloud: CloudGcp,
  environment: BoxEnvironment,
  labels: Labels,
): Promise<pulumi.Inputs> {
  const [{ GcpBox, iapCidr }, { gcpPlace, gcpProvider }] = await Promise.all([
    import("../components/box/gcp-box.ts"),
    import("./gke.ts"),
  ]);
  const { box, network, protect } = environment;
  const { address, instanceId, dataDiskId } = new GcpBox(
    name,
    {
      project: cloud.project,
      ...gcpPlace(cloud),
      cidr: network.cidr,
      natAddresses: network.natAddresses,
      machineType: box.machineType,
      bootDiskGiB: box.bootDiskGiB,
      image: box.image ?? "ubuntu-os-cloud/ubuntu-2404-lts-amd64",
      dataDiskGiB: box.dataDisk.gib,
      dataDiskType: box.dataDisk.type,
      replicaZone: box.dataDisk.regional ? otherZone(gcpPlace(cloud)) : undefined,
      snapshotRetentionDays: environment.backups.snapshots["weekly"]?.retentionDays ?? 30,
      webCidrs: webCidrs(environment),
      sshCidrs: box.ssh === "iap" ? [iapCidr] : sshCidrs(environment),
      labels,
      protect,
    },
    { providers: [gcpProvider(name, cloud, labels)] },
  );
  return { address, instanceId, dataDiskId };
}

function webCidrs({ box }: BoxEnvironment): readonly string[] {
  return box.allowFrom.length > 0 ? box.allowFrom : ["0.0.0.0/0"];
}

function sshCidrs({ box, network }: BoxEnvironment): readonly string[] {
  return box.ssh === "admin-cidrs" ? network.adminCidrs : [];
}

/** Another zone of the region: all regions have a `b` and a `c`. */
function otherZone({ region, zone }: { readonly region: string; readonly zone: string }): string {
  return zone === `${region}-b` ? `${region}-c` : `${region}-b`;
}

async function awsBox(
  name: string,
  cloud: CloudAws,
  environment: BoxEnvironment,
  labels: Labels,
): Promise<pulumi.Inputs> {
  const [{ AwsBox }, { awsProvider, awsZones }] = await Promise.all([
    import("../components/box/aws-box.ts"),
    import("./eks.ts"),
  ]);
  const { box, network, protect } = environment;
  const [zone = `${cloud.region}a`] = awsZones(cloud);
  const { address, instanceId, dataDiskId } = new AwsBox(
    name,
    {
      zone,
      cidr: network.cidr,
      instanceType: box.machineType,
      bootDiskGiB: box.bootDiskGiB,
      imageParameter: box.image ?? ubuntuParameter,
      dataDiskGiB: box.dataDisk.gib,
      dataDiskType: box.dataDisk.type,
      webCidrs: webCidrs(environment),
      sshCidrs: sshCidrs(environment),
      sessionManager: box.ssh === "ssm",
      labels,
      protect,
    },
    { providers: [awsProvider(name, cloud, labels)] },
  );
  return { address, instanceId, dataDiskId };
}

/** Canonical's own parameter for the newest Ubuntu 24.04 image. */
const ubuntuParameter =
  "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id";

async function localBox(
  name: string,
  cloud: CloudLocal,
  environment: BoxEnvironment,
  catalog: Catalog,
): Promise<pulumi.Inputs> {
  const [{ LocalBox }, { Provider }] = await Promise.all([
    import("../components/box/local-box.ts"),
    import("@pulumi/docker/provider.js"),
  ]);
  const provider = new Provider(
    `${name}-docker`,
    cloud.host === undefined ? {} : { host: cloud.host },
  );
  const { url } = new LocalBox(
    name,
    {
      projectName: environment.box.projectName,
      frontendImage: frontendImage(environment.release, catalog),
      port: 7080,
      protect: environment.protect,
    },
    { providers: [provider] },
  );
  return { url };
}

function frontendImage(release: string, catalog: Catalog): string {
  const image = findRelease(catalog, release, "compose")?.images.get("frontend");
  if (image === undefined) throw new Error(`the catalog has no frontend of ${release}`);
  return image;
}
