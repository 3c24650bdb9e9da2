import type {
  BoxEnvironment,
  KubernetesEnvironment,
  MirrorEnvironment,
} from "../environments/schema.ts";

type Key = keyof KubernetesEnvironment | keyof BoxEnvironment | keyof MirrorEnvironment;

/** One example of each key, for docs/environments.md; a test holds them against the schema. */
export const examples = {
  kind: `sourcegraph:kind: kubernetes`,
  release: `sourcegraph:release: 3.27.5`,
  category: `sourcegraph:category: test`,
  owner: `sourcegraph:owner: distribution`,
  purpose: `sourcegraph:purpose: Upgrade test from 3.24`,
  expires: `sourcegraph:expires: "2026-12-31"`,
  labels: `sourcegraph:labels: { cost-category: upgrade-test }`,
  dataClass: `sourcegraph:dataClass: open-source`,
  protect: `sourcegraph:protect: true`,
  hibernate: `sourcegraph:hibernate: true`,
  access: `sourcegraph:access: { admins: ["group:distribution@example.com"] }`,
  network: `sourcegraph:network: { natAddresses: 2, adminCidrs: [203.0.113.0/24] }`,
  proxy: `sourcegraph:proxy:
  http: http://proxy.example.com:3128
  https: http://proxy.example.com:3128
  noProxy: [git.example.com]`,
  egress: `sourcegraph:egress: { airGapped: true }`,
  domain: `sourcegraph:domain: sourcegraph.example.com`,
  tls: `sourcegraph:tls: { mode: cert-manager, email: admin@example.com }`,
  dns: `sourcegraph:dns: { provider: cloud-dns, zone: example-com }`,
  registry: `sourcegraph:registry: { host: registry.example.com, pullSecret: registry-example-com }`,
  services: `sourcegraph:services:
  gitserver: { replicas: 4, storage: 4Ti }
  sourcegraph-frontend:
    resources: { requests: { cpu: 6, memory: 4G }, limits: { cpu: 8, memory: 6G } }`,
  serviceDefaults: `sourcegraph:serviceDefaults:
  resources: { requests: { ephemeral-storage: 1Gi }, limits: { ephemeral-storage: 1Gi } }`,
  build: `sourcegraph:build: 91042_2021-04-29_1f2e3d4`,
  size: `sourcegraph:size: { profile: M }`,
  databases: `sourcegraph:databases:
  main:
    type: external
    host: main.rds.example.com
    password: { existingSecret: sourcegraph-databases, key: main }`,
  redis: `sourcegraph:redis: { cache: { type: external, host: cache.redis.example.com } }`,
  objectStorage: `sourcegraph:objectStorage: { type: s3, bucket: example-uploads, region: us-east-1 }`,
  configuration: `sourcegraph:configuration: { siteConfig: { existingSecret: site-config } }`,
  gitserverSsh: `sourcegraph:gitserverSsh: { existingSecret: gitserver-ssh }`,
  monitoring: `sourcegraph:monitoring: { retentionDays: 30, blackboxExporter: true }`,
  alerts: `sourcegraph:alerts:
  notifiers:
    slack:
      type: slack
      url: { secretManager: alerts-webhook }
      channel: "#alerts"
      level: warning`,
  backups: `sourcegraph:backups:
  snapshots:
    disks: { every: day, at: "03:00", retentionDays: 30 }`,
  updates: `sourcegraph:updates: { channel: releases, delayWorkingDays: 1 }`,
  cloud: `sourcegraph:cloud: { provider: gcp, project: sourcegraph-dogfood, zone: us-central1-f }`,
  cluster: `sourcegraph:cluster:
  nodePools:
    default: { machineType: n1-standard-16, nodes: 4 }
    search: { machineType: n1-highmem-32, nodes: { min: 1, max: 4 } }`,
  namespace: `sourcegraph:namespace: ns-sourcegraph`,
  createNamespace: `sourcegraph:createNamespace: false`,
  storageClass: `sourcegraph:storageClass: { name: standard-retain, create: false }`,
  ingress: `sourcegraph:ingress: { readTimeoutSeconds: 86400 }`,
  security: `sourcegraph:security: { nonRoot: true, podSecurity: restricted, networkPolicies: true }`,
  box: `sourcegraph:box:
  machineType: n1-standard-16
  dataDisk: { gib: 500 }
  ssh: iap`,
  mirror: `sourcegraph:mirror:
  backend: artifact-registry
  releases: { from: 3.17.2 }
  pullThrough: [{ host: index.docker.io }]`,
} satisfies Readonly<Record<Key, string>>;
