import type { Kind } from "../../environments/schema.ts";

export interface RuleCase {
  /** The rule's name. */
  readonly rule: string;
  readonly kind: Kind;
  /** Replaces keys of the smallest environment of that kind. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** Everything that is printed. */
  readonly lines: readonly string[];
}

/** One row or more for each rule. */
export const ruleCases: readonly RuleCase[] = [
  {
    rule: "production is protected",
    kind: "kubernetes",
    changes: { category: "production", protect: false },
    lines: [
      "sourcegraph:protect is false in category production. Remove it, or change the category.",
    ],
  },
  {
    rule: "the release can run",
    kind: "kubernetes",
    changes: { release: "6.3.4167" },
    lines: [
      "sourcegraph:release is 6.3.4167: index.docker.io/sourcegraph/repo-updater:6.3.4167@sha256:b348d65ba159501386a444af6a94566620711a4767909a4f01c07b8e6ba454b has a digest that isn't 64 hex digits: no registry serves it (repo-updater/repo-updater). Use another release, or set services.repo-updater.image.",
    ],
  },
  {
    rule: "the release can run",
    kind: "kubernetes",
    changes: {
      release: "6.3.4167",
      services: { "repo-updater": { image: "sourcegraph/repo-updater:6.3.4167" } },
    },
    lines: [],
  },
  {
    rule: "the release is as it was meant",
    kind: "kubernetes",
    changes: { release: "3.20.1" },
    lines: [
      "warning: sourcegraph:release is 3.20.1: index.docker.io/sourcegraph/syntax-highlighter:insiders@sha256:07b9f1ff4bd2c60299f9404144cd72897fa4de2308d1be65c35bcdcd10e5410d is a build of main inside a release (syntect-server/syntect-server). Upstream published it so; a later patch may be better.",
    ],
  },
  {
    rule: "the release is as it was meant",
    kind: "box",
    changes: { release: "5.3.16323", registry: { host: "registry.example.com" } },
    lines: [],
  },
  {
    rule: "a test says what it is for",
    kind: "kubernetes",
    changes: { category: "test", expires: "2026-12-31" },
    lines: ["sourcegraph:purpose is missing. Category test needs a sentence on what it is for."],
  },
  {
    rule: "a test in a cloud says when it may go",
    kind: "kubernetes",
    changes: { category: "test", purpose: "Upgrade" },
    lines: [
      "sourcegraph:expires is missing. Category test needs the day after which it may be deleted.",
    ],
  },
  {
    rule: "the expiry lies ahead",
    kind: "kubernetes",
    changes: { expires: "2026-11-20" },
    lines: [
      "warning: sourcegraph:expires is 2026-11-20, which is over. Destroy the environment, or move the day.",
    ],
  },
  {
    rule: "labels don't stand for keys of their own",
    kind: "kubernetes",
    changes: { labels: { owner: "me" } },
    lines: [
      "sourcegraph:labels.owner is a label that is set already. Use sourcegraph:owner or another name.",
    ],
  },
  {
    rule: "GCP knows where to go",
    kind: "kubernetes",
    changes: { cloud: { provider: "gcp", project: "sourcegraph-test" } },
    lines: ["sourcegraph:cloud.zone is missing. Set a zone such as us-central1-f, or a region."],
  },
  {
    rule: "zones lie in the region",
    kind: "kubernetes",
    changes: {
      cloud: {
        provider: "gcp",
        project: "sourcegraph-test",
        zone: "us-central1-f",
        region: "us-east1",
        zones: ["us-east1-b", "us-central1-a"],
      },
    },
    lines: [
      "sourcegraph:cloud.zone is us-central1-f, not in region us-east1. Change one of them.",
      "sourcegraph:cloud.zones[1] is us-central1-a, not in region us-east1. Change one of them.",
    ],
  },
  {
    rule: "zones lie in the region",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "aws", region: "us-east-1", zones: ["us-east-1a", "us-west-2b"] },
    },
    lines: [
      "sourcegraph:cloud.zones[1] is us-west-2b, not in region us-east-1. Change one of them.",
    ],
  },
  {
    rule: "a project that is made has somebody to pay for it",
    kind: "kubernetes",
    changes: {
      cloud: {
        provider: "gcp",
        project: "sourcegraph-test",
        zone: "us-central1-f",
        billingAccount: "0X0X0X",
      },
    },
    lines: [
      "sourcegraph:cloud.folder is missing. A project is only made in a folder; remove billingAccount if it exists.",
    ],
  },
  {
    rule: "ranges don't overlap",
    kind: "kubernetes",
    changes: {
      network: { podCidr: "10.0.0.0/8", cidr: "10.1.0.0/16", serviceCidr: "192.168.0.0/20" },
    },
    lines: [
      "sourcegraph:network.podCidr is 10.0.0.0/8, which overlaps cidr (10.1.0.0/16). Choose ranges apart from each other.",
    ],
  },
  {
    rule: "ranges begin where they begin",
    kind: "kubernetes",
    changes: { network: { cidr: "10.0.3.1/16" } },
    lines: ["sourcegraph:network.cidr is 10.0.3.1/16, inside of a range. Write 10.0.0.0/16."],
  },
  {
    rule: "an existing network comes with its subnets",
    kind: "kubernetes",
    changes: { network: { vpc: "default" } },
    lines: [
      "sourcegraph:network.subnets is missing. A network that exists is given by vpc and subnets together.",
    ],
  },
  {
    rule: "admin ports aren't open to the world",
    kind: "kubernetes",
    changes: { network: { adminCidrs: ["203.0.113.0/24", "0.0.0.0/0"] } },
    lines: [
      "sourcegraph:network.adminCidrs[1] is 0.0.0.0/0, the whole internet. Name the ranges that administrators come from.",
    ],
  },
  {
    rule: "admin ports aren't open to the world",
    kind: "kubernetes",
    changes: {
      category: "test",
      purpose: "Upgrade",
      expires: "2026-12-31",
      network: { adminCidrs: ["0.0.0.0/0"] },
    },
    lines: [
      "warning: sourcegraph:network.adminCidrs[0] is 0.0.0.0/0, the whole internet. Name the ranges that administrators come from.",
    ],
  },
  {
    rule: "no network is made where there is no cloud",
    kind: "kubernetes",
    changes: { cloud: { provider: "existing", distribution: "gke" }, network: { natAddresses: 2 } },
    lines: [
      "sourcegraph:network is not for provider existing. Remove it: the network exists already.",
    ],
  },
  {
    rule: "certificates are for a domain",
    kind: "kubernetes",
    changes: { tls: { mode: "cert-manager", email: "a@example.com" } },
    lines: [
      "sourcegraph:domain is missing. sourcegraph:tls.mode cert-manager needs the domain that it proves.",
    ],
  },
  {
    rule: "a record is for a domain",
    kind: "kubernetes",
    changes: { dns: { provider: "cloud-dns", zone: "example.com" } },
    lines: [
      "sourcegraph:domain is missing. sourcegraph:dns makes a record for it; set it, or remove dns.",
    ],
  },
  {
    rule: "a record is for a domain",
    kind: "kubernetes",
    changes: { domain: "k8s.sgdev.org", dns: { provider: "cloud-dns", zone: "example.com" } },
    lines: [
      "sourcegraph:dns.zone is example.com, which k8s.sgdev.org isn't in. Change one of them.",
    ],
  },
  {
    rule: "dns01 has a zone to write to",
    kind: "kubernetes",
    changes: {
      domain: "k8s.sgdev.org",
      tls: { mode: "cert-manager", email: "a@example.com", challenge: "dns01" },
    },
    lines: [
      "sourcegraph:dns is missing. sourcegraph:tls.challenge dns01 writes a record into its zone; set it, or use http01.",
    ],
  },
  {
    rule: "the release is known",
    kind: "kubernetes",
    changes: { release: "3.27.4" },
    lines: [
      "sourcegraph:release is 3.27.4: no such release for kubernetes. Known ones near it: 3.27.5. All: sgstack releases list.",
    ],
  },
  {
    rule: "the release is known",
    kind: "kubernetes",
    changes: { release: "3.27" },
    lines: [
      "sourcegraph:release is 3.27: a release has three numbers. Known ones near it: 3.27.5. All: sgstack releases list.",
    ],
  },
  {
    rule: "the release is known",
    kind: "box",
    changes: { release: "3.17.3-1" },
    lines: [
      "sourcegraph:release is 3.17.3-1: no such release for box. Known ones near it: 3.17.2. All: sgstack releases list.",
    ],
  },
  {
    rule: "a build of main doesn't follow releases",
    kind: "kubernetes",
    changes: { build: "91042_2021-04-29_1f2e3d4", updates: { channel: "releases" } },
    lines: [
      "sourcegraph:build is set, but sourcegraph:updates.channel is releases. Remove build, or use channel main or pinned.",
    ],
  },
  {
    rule: "only what is proposed can merge itself",
    kind: "kubernetes",
    changes: { updates: { autoMerge: true } },
    lines: [
      "sourcegraph:updates.autoMerge is true, but nothing is proposed in channel pinned. Remove it, or use channel releases or main.",
    ],
  },
  {
    rule: "the schedule's day begins before it ends",
    kind: "kubernetes",
    changes: { updates: { schedule: { from: "22:00", to: "08:00" } } },
    lines: [
      "sourcegraph:updates.schedule.to is 08:00, not after from (22:00). Change one of them; times are UTC.",
    ],
  },
  {
    rule: "a pause ends after it begins",
    kind: "kubernetes",
    changes: {
      updates: {
        paused: { reason: "Rollback", owner: "me", since: "2026-12-02", until: "2026-12-01" },
      },
    },
    lines: [
      "sourcegraph:updates.paused.until is 2026-12-01, before since (2026-12-02). Change one of them.",
    ],
  },
  {
    rule: "a pause isn't forgotten",
    kind: "kubernetes",
    changes: {
      updates: {
        paused: { reason: "Rollback", owner: "me", since: "2026-11-01", until: "2026-11-20" },
      },
    },
    lines: [
      "warning: sourcegraph:updates.paused.until is 2026-11-20, which is over. Ask me; then remove paused, or move the day.",
    ],
  },
  {
    rule: "notifiers are used",
    kind: "kubernetes",
    changes: {
      alerts: { enabled: false, notifiers: { mail: { type: "email", address: "a@example.com" } } },
    },
    lines: [
      "sourcegraph:alerts.notifiers are set, but alerts.enabled is false. Remove them, or set sourcegraph:alerts.enabled to true.",
    ],
  },
  {
    rule: "notifiers are used",
    kind: "kubernetes",
    changes: {
      category: "test",
      purpose: "Upgrade",
      expires: "2026-12-31",
      alerts: { notifiers: { mail: { type: "email", address: "a@example.com" } } },
    },
    lines: [
      "sourcegraph:alerts.notifiers are set, but category test sends no alerts. Remove them, or set sourcegraph:alerts.enabled to true.",
    ],
  },
  {
    rule: "a webhook's password has a user name",
    kind: "kubernetes",
    changes: {
      alerts: {
        notifiers: { hook: { type: "webhook", url: "https://example.com", password: "p" } },
      },
    },
    lines: [
      "sourcegraph:alerts.notifiers.hook has one of username and password. Set both, or neither.",
    ],
  },
  {
    rule: "services are the release's",
    kind: "kubernetes",
    changes: { services: { gitservr: { replicas: 2 }, frontend: {}, zoo: {} } },
    lines: [
      "sourcegraph:services.gitservr: no such service in 3.27.5. Did you mean gitserver?",
      "sourcegraph:services.frontend: no such service in 3.27.5. Did you mean sourcegraph-frontend?",
      "sourcegraph:services.zoo: no such service in 3.27.5. It has cadvisor, codeinsights-db, codeintel-db, github-proxy, gitserver, grafana, indexed-search, jaeger, minio, pgsql, precise-code-intel-worker, prometheus, query-runner, redis-cache, redis-store, repo-updater, searcher, sourcegraph-frontend, symbols, syntect-server.",
    ],
  },
  {
    rule: "containers are the service's",
    kind: "kubernetes",
    changes: { services: { "indexed-search": { containers: { webserver: {} } } } },
    lines: [
      "sourcegraph:services.indexed-search.containers.webserver: no such container in 3.27.5. It has zoekt-webserver, zoekt-indexserver.",
    ],
  },
  {
    rule: "what can't be doubled has one replica",
    kind: "kubernetes",
    changes: { services: { pgsql: { replicas: 2 } } },
    lines: [
      "sourcegraph:services.pgsql.replicas is 2: pgsql can't have more than one. Give it more CPU and memory instead.",
    ],
  },
  {
    rule: "requests stay below limits",
    kind: "kubernetes",
    changes: {
      services: {
        gitserver: {
          resources: {
            requests: { cpu: 2, memory: "1Ti" },
            limits: { cpu: "1500m", memory: "900Gi" },
          },
        },
      },
    },
    lines: [
      "sourcegraph:services.gitserver.resources.requests.cpu is 2, more than its limit (1500m). Raise the limit, or lower the request.",
      "sourcegraph:services.gitserver.resources.requests.memory is 1Ti, more than its limit (900Gi). Raise the limit, or lower the request.",
    ],
  },
  {
    rule: "requests stay below limits",
    kind: "kubernetes",
    changes: {
      serviceDefaults: {
        resources: {
          requests: { "ephemeral-storage": "2Gi" },
          limits: { "ephemeral-storage": "1G" },
        },
      },
    },
    lines: [
      "sourcegraph:serviceDefaults.resources.requests.ephemeral-storage is 2Gi, more than its limit (1G). Raise the limit, or lower the request.",
    ],
  },
  {
    rule: "storage is for what has a disk",
    kind: "kubernetes",
    changes: { services: { searcher: { storage: "10Gi" } } },
    lines: [
      "sourcegraph:services.searcher.storage is set, but searcher keeps nothing on a disk in 3.27.5. Remove it; the size of caches is resources.requests.ephemeral-storage.",
    ],
  },
  {
    rule: "each replica has its existing disk",
    kind: "kubernetes",
    changes: { services: { gitserver: { replicas: 3, existingDisks: ["a", "b"] } } },
    lines: [
      "sourcegraph:services.gitserver.existingDisks has 2 disks for 3 replicas. Name one per replica.",
    ],
  },
  {
    rule: "secrets aren't plain environment variables",
    kind: "kubernetes",
    changes: { services: { gitserver: { env: { GITHUB_TOKEN: "x", CACHE_DIR: "/x" } } } },
    lines: [
      "sourcegraph:services.gitserver.env.GITHUB_TOKEN is named like a secret, but anyone can read it. Move it to secretEnv: there it is encrypted, or read from an existing secret.",
    ],
  },
  {
    rule: "a variable stands once",
    kind: "kubernetes",
    changes: { services: { gitserver: { env: { A: "x" }, secretEnv: { A: "y" } } } },
    lines: ["sourcegraph:services.gitserver.secretEnv.A is in env as well. Remove one of them."],
  },
  {
    rule: "snapshots are of services that exist",
    kind: "kubernetes",
    changes: { backups: { snapshots: { daily: { services: ["pgsql", "searcher"] } } } },
    lines: [
      "sourcegraph:backups.snapshots.daily.services[1] is searcher: no such service with a disk in 3.27.5. It takes codeinsights-db, codeintel-db, gitserver, grafana, indexed-search, minio, pgsql, prometheus, redis-cache, redis-store.",
    ],
  },
  {
    rule: "the size is given in one way",
    kind: "kubernetes",
    changes: { size: { profile: "M", estimate: { users: 10, repositories: 10 } } },
    lines: ["sourcegraph:size has both profile and estimate. Keep the estimate, or the profile."],
  },
  {
    rule: "the largest repository is part of all",
    kind: "kubernetes",
    changes: {
      size: { estimate: { users: 10, repositories: 10, totalGiB: 5, largestRepositoryGiB: 6 } },
    },
    lines: [
      "sourcegraph:size.estimate.largestRepositoryGiB is 6, more than totalGiB (5). Change one of them; both are GiB.",
    ],
  },
  {
    rule: "each database is another one",
    kind: "kubernetes",
    changes: {
      databases: {
        main: { type: "external", host: "a", password: { existingSecret: "db" } },
        codeintel: { type: "external", host: "b", password: { existingSecret: "db" } },
        codeinsights: { type: "external", host: "a", password: { existingSecret: "db" } },
      },
    },
    lines: [
      "sourcegraph:databases.codeinsights.database is sg on a, the same as main. Sourcegraph refuses to start so: use another database, better another host.",
    ],
  },
  {
    rule: "a release has the databases that are given",
    kind: "kubernetes",
    changes: {
      release: "3.19.2",
      databases: {
        codeintel: { type: "external", host: "a", password: { existingSecret: "db" } },
        codeinsights: { type: "external", host: "b", password: { existingSecret: "db" } },
      },
    },
    lines: [
      "sourcegraph:databases.codeintel is not in 3.19.2: it came with 3.21. Remove it.",
      "sourcegraph:databases.codeinsights is not in 3.19.2: it came with 3.25. Remove it.",
    ],
  },
  {
    rule: "PostgreSQL is new enough",
    kind: "kubernetes",
    changes: {
      databases: {
        main: { type: "external", host: "a", password: { existingSecret: "db" }, version: "11.7" },
        codeintel: {
          type: "external",
          host: "b",
          password: { existingSecret: "db" },
          version: "14.2",
        },
      },
    },
    lines: [
      "sourcegraph:databases.main.version is 11.7: 3.27.5 needs 12 or newer. Upgrade the server first.",
      "sourcegraph:databases.codeintel.version is 14.2: 14.0 to 14.3 corrupt indexes. Upgrade the server to 14.4 or newer first.",
    ],
  },
  {
    rule: "PostgreSQL is new enough",
    kind: "kubernetes",
    changes: { release: "6.0.12741", databases: { main: { type: "managed", version: "15" } } },
    lines: [
      "sourcegraph:databases.main.version is 15: 6.0.12741 needs 16 or newer. Upgrade the server first.",
    ],
  },
  {
    rule: "a database lets Sourcegraph in",
    kind: "kubernetes",
    changes: { databases: { main: { type: "external", host: "a" } } },
    lines: [
      "sourcegraph:databases.main.password is missing. Name an existing secret with it, or encrypt it: pulumi config set --secret --path.",
    ],
  },
  {
    rule: "a database lets Sourcegraph in",
    kind: "kubernetes",
    changes: {
      databases: {
        main: {
          type: "external",
          host: "a",
          password: { existingSecret: "db" },
          iam: "rds",
          sslMode: "disable",
        },
      },
    },
    lines: [
      "sourcegraph:databases.main.password is set, but iam signs in without one. Remove one of them.",
      "sourcegraph:databases.main.sslMode is disable, which iam refuses. Use require or verify-full.",
    ],
  },
  {
    rule: "a certificate that is given is looked at",
    kind: "kubernetes",
    changes: {
      databases: {
        main: {
          type: "external",
          host: "a",
          password: { existingSecret: "db" },
          rootCertificate: "-----BEGIN CERTIFICATE-----\nMIIB",
        },
      },
    },
    lines: [
      "sourcegraph:databases.main.rootCertificate is set, but sslMode doesn't check it. Use sslMode verify-ca or verify-full.",
    ],
  },
  {
    rule: "pools fit into the server's connections",
    kind: "kubernetes",
    changes: {
      databases: {
        main: {
          type: "external",
          host: "a",
          password: { existingSecret: "db" },
          maxConnections: 100,
        },
      },
      services: { "sourcegraph-frontend": { replicas: 4 } },
    },
    lines: [
      "warning: sourcegraph:databases.main.maxConnections is 100: 8 containers may open 30 each. Raise it to 250, or lower maxOpen.",
    ],
  },
  {
    rule: "database machines are the cloud's",
    kind: "kubernetes",
    changes: { databases: { main: { type: "managed", machine: "db.m5.xlarge" } } },
    lines: [
      "sourcegraph:databases.main.machine is db.m5.xlarge, not a machine of provider gcp. Use one such as db-custom-4-16384.",
    ],
  },
  {
    rule: "cache and store are two Redis databases",
    kind: "kubernetes",
    changes: {
      redis: { cache: { type: "external", host: "r" }, store: { type: "external", host: "r" } },
    },
    lines: [
      "sourcegraph:redis.store is the same as redis.cache. The cache may forget, the store may not: use another host, or another database number.",
    ],
  },
  {
    rule: "a release has uploads to store",
    kind: "kubernetes",
    changes: { release: "3.19.2", objectStorage: { type: "managed" } },
    lines: ["sourcegraph:objectStorage is not in 3.19.2: it came with 3.22. Remove it."],
  },
  {
    rule: "an S3 endpoint lies in its region",
    kind: "kubernetes",
    changes: {
      objectStorage: {
        type: "s3",
        bucket: "b",
        region: "us-west-2",
        endpoint: "https://s3.us-east-1.amazonaws.com",
      },
    },
    lines: [
      "sourcegraph:objectStorage.region is us-west-2, but the endpoint's is us-east-1. Change one of them.",
    ],
  },
  {
    rule: "an access key has both halves",
    kind: "kubernetes",
    changes: {
      objectStorage: { type: "s3", bucket: "b", region: "us-west-2", accessKeyId: "AKIA" },
    },
    lines: [
      "sourcegraph:objectStorage.secretAccessKey is missing. Set both, or neither to sign in with the machine's role.",
    ],
  },
  {
    rule: "managed services are made in a cloud",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "existing", distribution: "gke" },
      databases: { main: { type: "managed" } },
      redis: { store: { type: "managed" } },
    },
    lines: [
      "sourcegraph:databases.main.type is managed, which provider existing can't make. Use built-in or an external one.",
      "sourcegraph:redis.store.type is managed, which provider existing can't make. Use built-in or an external one.",
    ],
  },
  {
    rule: "secrets are kept where the environment can read them",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "existing", distribution: "gke" },
      databases: { main: { type: "external", host: "a", password: { secretManager: "db" } } },
    },
    lines: [
      "sourcegraph:databases.main.password.secretManager is not there with provider existing. Use existingSecret in a cluster, or an encrypted value.",
    ],
  },
  {
    rule: "secrets are kept where the environment can read them",
    kind: "box",
    changes: {
      databases: { main: { type: "external", host: "a", password: { existingSecret: "db" } } },
    },
    lines: [
      "sourcegraph:databases.main.password.existingSecret is for kind kubernetes. Use secretManager, or an encrypted value.",
    ],
  },
  {
    rule: "one key for gitserver",
    kind: "kubernetes",
    changes: { gitserverSsh: { knownHosts: "x" } },
    lines: [
      "sourcegraph:gitserverSsh has neither of existingSecret and privateKey. Give one of them.",
    ],
  },
  {
    rule: "one key for gitserver",
    kind: "box",
    changes: { gitserverSsh: { existingSecret: "gitserver-ssh" } },
    lines: [
      "sourcegraph:gitserverSsh.existingSecret is for kind kubernetes. Use privateKey with secretManager, or an encrypted value.",
    ],
  },
  {
    rule: "one way to sign in to the registry",
    kind: "kubernetes",
    changes: { registry: { pullSecret: "a", credentials: { username: "u", password: "p" } } },
    lines: [
      "sourcegraph:registry has both pullSecret and credentials. Keep one: a pull secret is made from credentials.",
    ],
  },
  {
    rule: "one way to sign in to the registry",
    kind: "box",
    changes: { registry: { pullSecret: "a" } },
    lines: [
      "sourcegraph:registry.pullSecret is for kind kubernetes. A box signs in with registry.credentials.",
    ],
  },
  {
    rule: "nothing air-gapped calls out",
    kind: "kubernetes",
    changes: {
      egress: { airGapped: true },
      domain: "a.example.com",
      tls: { mode: "cert-manager", email: "a@example.com" },
      monitoring: { sentryDsn: { existingSecret: "sentry" } },
    },
    lines: [
      "sourcegraph:tls is by Let's Encrypt, which an air-gapped environment can't reach. Use another issuer, existing-secret or certificate.",
      "warning: sourcegraph:monitoring.sentryDsn is set in an air-gapped environment. Errors reach a Sentry inside only.",
    ],
  },
  {
    rule: "an existing cluster isn't made",
    kind: "kubernetes",
    changes: { cloud: { provider: "existing", distribution: "gke" }, cluster: {} },
    lines: [
      "sourcegraph:cluster is not for provider existing. Remove it: whoever made the cluster looks after it.",
    ],
  },
  {
    rule: "a pool's fewest nodes aren't more than its most",
    kind: "kubernetes",
    changes: { cluster: { nodePools: { default: { nodes: { min: 5, max: 3 } } } } },
    lines: [
      "sourcegraph:cluster.nodePools.default.nodes.min is more than max. Change one of them.",
    ],
  },
  {
    rule: "there is a node pool",
    kind: "kubernetes",
    changes: { cluster: { nodePools: {} } },
    lines: [
      "sourcegraph:cluster.nodePools is empty. Name one, such as {default: {nodes: 3}}, or remove the key.",
    ],
  },
  {
    rule: "nodes are the cloud's machines",
    kind: "kubernetes",
    changes: { cluster: { nodePools: { default: { machineType: "m5.4xlarge" } } } },
    lines: [
      "sourcegraph:cluster.nodePools.default.machineType is m5.4xlarge, not a machine of provider gcp. Use one such as n1-standard-16.",
    ],
  },
  {
    rule: "nodes are the cloud's machines",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "aws", region: "us-east-1" },
      cluster: { nodePools: { default: { machineType: "n1-standard-16" } } },
    },
    lines: [
      "sourcegraph:cluster.nodePools.default.machineType is n1-standard-16, not a machine of provider aws. Use one such as m5.4xlarge.",
    ],
  },
  {
    rule: "boot disks are the cloud's",
    kind: "kubernetes",
    changes: { cluster: { nodePools: { default: { diskType: "gp3" } } } },
    lines: [
      "sourcegraph:cluster.nodePools.default.diskType is gp3, not a disk of provider gcp. Use one such as pd-ssd.",
    ],
  },
  {
    rule: "what only GKE has isn't asked of EKS",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "aws", region: "us-east-1" },
      cluster: { nodePools: { default: { localSsds: 1 } } },
      storageClass: { replication: "regional" },
    },
    lines: [
      "sourcegraph:cluster.nodePools.default.localSsds is 1, but provider aws has them by machine type. Use a type such as m5d.4xlarge.",
      "sourcegraph:storageClass.replication is regional, which provider aws doesn't have. Remove it.",
    ],
  },
  {
    rule: "GKE gets enough time for maintenance",
    kind: "kubernetes",
    changes: { cluster: { maintenanceWindow: { days: ["saturday", "sunday"], hours: 4 } } },
    lines: [
      "sourcegraph:cluster.maintenanceWindow.hours is 4 on 2 days a week: GKE asks for 48 hours in 32 days. Make it at least 6, or name more days.",
    ],
  },
  {
    rule: "EKS has two zones",
    kind: "kubernetes",
    changes: { cloud: { provider: "aws", region: "us-east-1", zones: ["us-east-1a"] } },
    lines: [
      "sourcegraph:cloud.zones has one zone: EKS needs two. Name another zone of the region.",
    ],
  },
  {
    rule: "disks are the cloud's",
    kind: "kubernetes",
    changes: { cloud: { provider: "aws", region: "us-east-1" }, storageClass: { type: "pd-ssd" } },
    lines: [
      "sourcegraph:storageClass.type is pd-ssd, not a disk of provider aws. Use one such as gp3.",
    ],
  },
  {
    rule: "a class that is made has somebody to make disks",
    kind: "kubernetes",
    changes: { cloud: { provider: "existing" } },
    lines: [
      "sourcegraph:storageClass.provisioner is missing. Set it or sourcegraph:cloud.distribution, or create: false with the name of a class that exists.",
    ],
  },
  {
    rule: "spot nodes hold no data",
    kind: "kubernetes",
    changes: {
      cluster: { nodePools: { default: {}, cheap: { spot: true } } },
      services: { gitserver: { nodePool: "cheap" }, searcher: { nodePool: "cheap" } },
    },
    lines: [
      "sourcegraph:services.gitserver.nodePool is cheap, whose nodes are spot. gitserver keeps data: give it a pool that isn't taken away.",
    ],
  },
  {
    rule: "spot nodes hold no data",
    kind: "kubernetes",
    changes: { cluster: { nodePools: { default: { spot: true } } } },
    lines: [
      "sourcegraph:cluster.nodePools has spot nodes only. gitserver and the databases need a pool that isn't taken away.",
    ],
  },
  {
    rule: "pools that services name exist",
    kind: "kubernetes",
    changes: { services: { gitserver: { nodePool: "serach" } } },
    lines: [
      "sourcegraph:services.gitserver.nodePool is serach: no such pool. cluster.nodePools has default.",
    ],
  },
  {
    rule: "pools that services name exist",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "existing", distribution: "gke" },
      serviceDefaults: { nodePool: "default" },
    },
    lines: [
      "sourcegraph:serviceDefaults.nodePool is not for provider existing. Use nodeSelector with a label of its nodes.",
    ],
  },
  {
    rule: "every container fits on a node",
    kind: "kubernetes",
    changes: {
      services: {
        pgsql: { resources: { requests: { cpu: 16 } } },
        searcher: { resources: { requests: { cpu: 15 } } },
        "indexed-search": {
          containers: { "zoekt-webserver": { resources: { requests: { cpu: "20" } } } },
        },
      },
    },
    lines: [
      "sourcegraph:services.pgsql.resources.requests.cpu is 16, but the largest node has 16 cores, some of them its own. Use a larger machine type, or request less.",
      "sourcegraph:services.indexed-search.containers.zoekt-webserver.resources.requests.cpu is 20, but the largest node has 16 cores, some of them its own. Use a larger machine type, or request less.",
    ],
  },
  {
    rule: "nodes reach registries",
    kind: "kubernetes",
    changes: { network: { natAddresses: 0 } },
    lines: [
      "sourcegraph:network.natAddresses is 0, but cluster.privateNodes is true. Private nodes pull images through NAT: use 1 or more.",
    ],
  },
  {
    rule: "the namespace is ours",
    kind: "kubernetes",
    changes: { namespace: "kube-system" },
    lines: [
      "sourcegraph:namespace is kube-system, Kubernetes' own. Use another, such as ns-sourcegraph.",
    ],
  },
  {
    rule: "restricted pods run as ordinary users",
    kind: "kubernetes",
    changes: {
      security: { podSecurity: "restricted", chownVolumes: true, clusterRoles: "existing" },
    },
    lines: [
      "sourcegraph:security.nonRoot is false, but podSecurity restricted refuses root. Set it to true.",
      "sourcegraph:security.chownVolumes is true, but podSecurity restricted refuses root. Hand over the volumes once with podSecurity baseline, then raise it.",
      "sourcegraph:security.chownVolumes is true, but nonRoot is false. Set nonRoot, or remove it.",
    ],
  },
  {
    rule: "restricted namespaces have no agents of the node",
    kind: "kubernetes",
    changes: { security: { podSecurity: "restricted", nonRoot: true } },
    lines: [
      "sourcegraph:security.clusterRoles is create, but podSecurity restricted refuses cadvisor, which goes with it. Set clusterRoles to none, or sourcegraph:services.cadvisor.enabled to false.",
    ],
  },
  {
    rule: "volumes change hands to somebody",
    kind: "kubernetes",
    changes: { security: { chownVolumes: true } },
    lines: [
      "sourcegraph:security.chownVolumes is true, but nonRoot is false. Set nonRoot, or remove it.",
    ],
  },
  {
    rule: "without cluster roles nothing of the cluster's is made",
    kind: "kubernetes",
    changes: {
      security: { clusterRoles: "none" },
      namespace: "ns-sourcegraph",
      domain: "a.example.com",
      tls: { mode: "cert-manager", email: "a@example.com" },
    },
    lines: [
      "sourcegraph:createNamespace is true, but security.clusterRoles none makes nothing of the cluster's. Set it to false: an administrator makes it beforehand.",
      "sourcegraph:storageClass.create is true, but security.clusterRoles none makes nothing of the cluster's. Set it to false: an administrator makes it beforehand.",
      "sourcegraph:ingress.install is true, but security.clusterRoles none makes nothing of the cluster's. Set it to false: an administrator makes it beforehand.",
      "sourcegraph:tls.install is true, but security.clusterRoles none makes nothing of the cluster's. Set it to false: an administrator makes it beforehand.",
    ],
  },
  {
    rule: "load balancers are the cloud's",
    kind: "kubernetes",
    changes: { ingress: { type: "alb" } },
    lines: [
      "sourcegraph:ingress.type is alb, which needs EKS. Use nginx, or another provider (sourcegraph:cloud.distribution for a cluster that exists).",
    ],
  },
  {
    rule: "load balancers are the cloud's",
    kind: "kubernetes",
    changes: { cloud: { provider: "existing", distribution: "aks" }, ingress: { type: "gce" } },
    lines: [
      "sourcegraph:ingress.type is gce, which needs GKE. Use nginx, or another provider (sourcegraph:cloud.distribution for a cluster that exists).",
    ],
  },
  {
    rule: "TLS is one that a cluster can do",
    kind: "kubernetes",
    changes: { domain: "a.example.com", tls: { mode: "letsencrypt", email: "a@example.com" } },
    lines: ["sourcegraph:tls.mode is letsencrypt, which is for kind box. Use cert-manager."],
  },
  {
    rule: "TLS is one that a cluster can do",
    kind: "kubernetes",
    changes: { domain: "a.example.com", tls: { mode: "managed" } },
    lines: [
      "sourcegraph:tls.mode is managed, but ingress.type is nginx. Use ingress.type gce or alb, or cert-manager.",
    ],
  },
  {
    rule: "TLS is one that a cluster can do",
    kind: "kubernetes",
    changes: { tls: { mode: "existing-secret" }, ingress: { type: "node-port" } },
    lines: [
      "sourcegraph:tls.mode is existing-secret, but ingress.type node-port has nowhere to use it. Use behind-proxy or none, or another ingress.",
    ],
  },
  {
    rule: "TLS is one that a cluster can do",
    kind: "kubernetes",
    changes: {
      cloud: { provider: "aws", region: "us-east-1" },
      tls: { mode: "existing-secret" },
      ingress: { type: "alb" },
    },
    lines: [
      "sourcegraph:tls.mode is existing-secret, but ingress.type alb takes certificates of ACM only. Use managed, with the certificate's ARN or none.",
    ],
  },
  {
    rule: "firewalls stand where they can",
    kind: "kubernetes",
    changes: { ingress: { waf: { provider: "cloud-armor" } } },
    lines: [
      "sourcegraph:ingress.waf.provider is cloud-armor, but ingress.type is nginx. It works with ingress.type gce.",
    ],
  },
  {
    rule: "firewalls stand where they can",
    kind: "kubernetes",
    changes: { ingress: { waf: { provider: "cloudflare" } } },
    lines: ["sourcegraph:ingress.waf.zone is missing. Cloudflare's rules belong to a zone."],
  },
  {
    rule: "ranges are kept out by a controller that can",
    kind: "kubernetes",
    changes: { ingress: { type: "gce", allowFrom: ["10.0.0.0/8"] } },
    lines: [
      "sourcegraph:ingress.allowFrom is set, but type gce doesn't keep anyone out. Use type nginx or alb, or remove it.",
    ],
  },
  {
    rule: "other sites have an ingress",
    kind: "kubernetes",
    changes: { ingress: { type: "none", otherHosts: { "docs.example.com": { service: "docs" } } } },
    lines: [
      "sourcegraph:ingress.otherHosts is set, but ingress.type is none. Use another type, or remove it.",
    ],
  },
  {
    rule: "a NodePort is one of a node's",
    kind: "kubernetes",
    changes: { ingress: { type: "node-port", nodePort: 8080 } },
    lines: [
      "sourcegraph:ingress.nodePort is 8080: Kubernetes gives 30000 to 32767. Use 30080, as upstream.",
    ],
  },
  {
    rule: "the machine is the cloud's",
    kind: "box",
    changes: { box: { machineType: "m5.4xlarge", dataDisk: { type: "gp3" } } },
    lines: [
      "sourcegraph:box.machineType is m5.4xlarge, not a machine of provider gcp. Use one such as n1-standard-8.",
      "sourcegraph:box.dataDisk.type is gp3, not a disk of provider gcp. Use one such as pd-ssd.",
    ],
  },
  {
    rule: "the machine has enough cores",
    kind: "box",
    changes: { box: { machineType: "n1-standard-4" } },
    lines: [
      "sourcegraph:box.machineType is n1-standard-4 with 4 cores: upstream's limits need 8. Use a larger one, or sourcegraph:size.profile low-resource.",
    ],
  },
  {
    rule: "limits stay below the machine's cores",
    kind: "box",
    changes: { services: { gitserver: { resources: { limits: { cpu: 12 } } } } },
    lines: [
      "sourcegraph:services.gitserver.resources.limits.cpu is 12, but n1-standard-8 has 8 cores. Docker refuses that: lower it, or use a larger machine.",
    ],
  },
  {
    rule: "what only one cloud has isn't asked of another",
    kind: "box",
    changes: {
      cloud: { provider: "aws", region: "us-east-1" },
      box: { dataDisk: { regional: true } },
    },
    lines: [
      "sourcegraph:box.dataDisk.regional is true, which provider aws doesn't have. Remove it.",
    ],
  },
  {
    rule: "what only one cloud has isn't asked of another",
    kind: "box",
    changes: {
      cloud: { provider: "local" },
      box: { dataDisk: { iops: 4000 }, loadBalancer: true },
    },
    lines: [
      "sourcegraph:box.dataDisk.iops is set, which provider local doesn't take. Remove it: speed goes by size there.",
      "sourcegraph:box.loadBalancer is true, which provider local doesn't have. Remove it.",
    ],
  },
  {
    rule: "people log in by a way that exists",
    kind: "box",
    changes: { box: { ssh: "ssm" } },
    lines: ["sourcegraph:box.ssh is ssm, which provider gcp doesn't have. Use iap."],
  },
  {
    rule: "people log in by a way that exists",
    kind: "box",
    changes: { box: { ssh: "admin-cidrs" } },
    lines: [
      "sourcegraph:network.adminCidrs is empty, but box.ssh is admin-cidrs. Name the ranges that administrators come from.",
    ],
  },
  {
    rule: "TLS is one that a box can do",
    kind: "box",
    changes: { tls: { mode: "existing-secret" } },
    lines: [
      "sourcegraph:tls.mode is existing-secret, which is for kind kubernetes. Use letsencrypt, certificate, managed or behind-proxy.",
    ],
  },
  {
    rule: "TLS is one that a box can do",
    kind: "box",
    changes: { domain: "a.example.com", tls: { mode: "managed" } },
    lines: [
      "sourcegraph:tls.mode is managed, but box.loadBalancer is false. Only the load balancer has such certificates: set it, or use letsencrypt.",
    ],
  },
  {
    rule: "TLS is one that a box can do",
    kind: "box",
    changes: {
      domain: "a.example.com",
      tls: { mode: "letsencrypt", email: "a@example.com" },
      box: { reverseProxy: "none" },
    },
    lines: [
      "sourcegraph:tls.mode is letsencrypt, but box.reverseProxy is none. Use caddy, or behind-proxy.",
    ],
  },
  {
    rule: "the firewall has a load balancer",
    kind: "box",
    changes: { box: { waf: { provider: "aws-waf" } } },
    lines: [
      "sourcegraph:box.waf.provider is aws-waf, which provider gcp doesn't have. Use the cloud's own, or cloudflare.",
      "sourcegraph:box.loadBalancer is false, but box.waf works there. Set it to true.",
    ],
  },
  {
    rule: "the firewall has a load balancer",
    kind: "box",
    changes: { box: { waf: { provider: "cloudflare" } } },
    lines: ["sourcegraph:box.waf.zone is missing. Cloudflare's rules belong to a zone."],
  },
  {
    rule: "published ports are a service's, and free",
    kind: "box",
    changes: {
      box: {
        publishedPorts: [
          { service: "grafanna", port: 3370 },
          { service: "jaeger", port: 443 },
          { service: "jaeger", port: 3370 },
        ],
      },
    },
    lines: [
      "sourcegraph:box.publishedPorts[0].service is grafanna: no such service in 3.27.5. It has caddy, cadvisor, codeinsights-db, codeintel-db, github-proxy, gitserver, grafana, jaeger, minio, pgsql, precise-code-intel-worker, prometheus, query-runner, redis-cache, redis-store, repo-updater, searcher, sourcegraph-frontend, sourcegraph-frontend-internal, symbols, syntect-server, zoekt-indexserver, zoekt-webserver.",
      "sourcegraph:box.publishedPorts[1].port is 443, which is taken. Use another one.",
      "sourcegraph:box.publishedPorts[2].port is 3370, which is taken. Use another one.",
    ],
  },
  {
    rule: "the box has one disk",
    kind: "box",
    changes: { services: { gitserver: { storage: "4Ti" } } },
    lines: [
      "sourcegraph:services.gitserver.storage is for kind kubernetes. All services share the box's disk: sourcegraph:box.dataDisk.gib.",
    ],
  },
  {
    rule: "pods are for clusters",
    kind: "box",
    changes: {
      services: { gitserver: { tolerations: [{ key: "a" }], podLabels: {} } },
      serviceDefaults: { imagePullPolicy: "Always" },
    },
    lines: [
      "sourcegraph:serviceDefaults.imagePullPolicy is for kind kubernetes. Remove it: a box has one machine.",
      "sourcegraph:services.gitserver.tolerations is for kind kubernetes. Remove it: a box has one machine.",
    ],
  },
  {
    rule: "a machine that is there already isn't backed up",
    kind: "box",
    changes: {
      cloud: { provider: "local" },
      backups: { snapshots: { daily: {} }, beforeUpgrades: { enabled: true } },
    },
    lines: [
      "sourcegraph:backups.snapshots is for a cloud: provider local has no disks that can be copied so. Remove it.",
      "sourcegraph:backups.beforeUpgrades is for a cloud: provider local has no disks that can be copied so. Remove it.",
    ],
  },
  {
    rule: "the registry is the cloud's",
    kind: "registry-mirror",
    changes: { mirror: { backend: "ecr", releases: { from: "3.17.2" } } },
    lines: [
      "sourcegraph:mirror.backend is ecr, but sourcegraph:cloud.provider is gcp. Use artifact-registry, or provider aws.",
    ],
  },
  {
    rule: "mirrored releases are known",
    kind: "registry-mirror",
    changes: {
      mirror: { backend: "artifact-registry", releases: { from: "3.17.1", to: "9.0.0" } },
    },
    lines: [
      "sourcegraph:mirror.releases.from is 3.17.1: no such release. The one before it is 3.16.2. All: sgstack releases list.",
      "sourcegraph:mirror.releases.to is 9.0.0: no such release. The one before it is 7.5.4453. All: sgstack releases list.",
    ],
  },
  {
    rule: "the newest release isn't older than the oldest",
    kind: "registry-mirror",
    changes: {
      mirror: { backend: "artifact-registry", releases: { from: "3.27.5", to: "3.17.2" } },
    },
    lines: [
      "sourcegraph:mirror.releases.to is 3.17.2, older than from (3.27.5). Change one of them.",
    ],
  },
  {
    rule: "a cached registry's password has a user name",
    kind: "registry-mirror",
    changes: {
      mirror: {
        backend: "artifact-registry",
        releases: { from: "3.17.2" },
        pullThrough: [{ host: "index.docker.io", password: "p" }],
      },
    },
    lines: [
      "sourcegraph:mirror.pullThrough[0] has one of username and password. Set both, or neither.",
    ],
  },
  {
    rule: "a mirror's certificate is for its own registry",
    kind: "registry-mirror",
    changes: { domain: "registry.example.com" },
    lines: [
      "sourcegraph:domain is for backend self-hosted, but it is artifact-registry. Remove it: the cloud's registry has its own name.",
    ],
  },
];
