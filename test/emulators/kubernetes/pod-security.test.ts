import assert from "node:assert/strict";
import type { Properties } from "../../../emulators/core/values.ts";
import type { PodSecurityLevel } from "../../../emulators/kubernetes/pod-security.ts";
import { podSecurityViolations } from "../../../emulators/kubernetes/pod-security.ts";

const restrictedContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

function podOf(context: Properties, spec: Properties = {}, container: Properties = {}): Properties {
  return { containers: [{ name: "web", securityContext: context, ...container }], ...spec };
}

/** A pod, and what a level has against it. */
const cases: readonly (readonly [
  what: string,
  level: PodSecurityLevel,
  pod: Properties,
  violations: readonly string[],
])[] = [
  ["anything", "privileged", podOf({ privileged: true }, { hostNetwork: true }), []],
  ["a plain pod", "baseline", podOf({}), []],
  ["a hardened pod", "restricted", podOf(restrictedContext), []],
  [
    "a plain pod",
    "restricted",
    podOf({}),
    [
      'allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  [
    "a pod of two plain containers",
    "restricted",
    {
      containers: [{ name: "a", securityContext: restrictedContext }, { name: "b" }, { name: "c" }],
    },
    [
      'allowPrivilegeEscalation != false (containers "b", "c" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (containers "b", "c" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or containers "b", "c" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or containers "b", "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  [
    "the host's namespaces",
    "baseline",
    podOf({}, { hostNetwork: true, hostPID: true }),
    ["host namespaces (hostNetwork=true, hostPID=true)"],
  ],
  [
    "a privileged container with a capability",
    "baseline",
    podOf({ privileged: true, capabilities: { add: ["SYS_ADMIN", "CHOWN"] } }),
    [
      'non-default capabilities (container "web" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
      'privileged (container "web" must not set securityContext.privileged=true)',
    ],
  ],
  [
    "a folder of the host",
    "baseline",
    podOf({}, { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }),
    ['hostPath volumes (volume "logs")'],
  ],
  [
    "a folder of the host",
    "restricted",
    podOf(restrictedContext, { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }),
    ['restricted volume types (volume "logs" uses restricted volume type "hostPath")'],
  ],
  [
    "volumes that a pod may have",
    "restricted",
    podOf(restrictedContext, {
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "b", persistentVolumeClaim: { claimName: "b" } },
      ],
    }),
    [],
  ],
  [
    "a port of the host",
    "baseline",
    podOf({}, {}, { ports: [{ containerPort: 80, hostPort: 8080 }] }),
    ['hostPort (container "web" uses hostPort 8080)'],
  ],
  [
    "a probe of another host",
    "baseline",
    podOf({}, {}, { livenessProbe: { httpGet: { host: "example.com", port: 80 } } }),
    ['probe or lifecycle host (container "web" uses probe or lifecycle host "example.com")'],
  ],
  [
    "no seccomp at all",
    "baseline",
    podOf({ seccompProfile: { type: "Unconfined" } }),
    [
      'seccompProfile (container "web" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
  ],
  [
    "an unsafe sysctl",
    "baseline",
    podOf({}, { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }),
    ["forbidden sysctls (kernel.msgmax)"],
  ],
  [
    "root by number",
    "restricted",
    podOf({ ...restrictedContext, runAsUser: 0 }),
    ['runAsUser=0 (container "web" must not set runAsUser=0)'],
  ],
  [
    "what the pod says for its containers",
    "restricted",
    podOf(
      { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } },
    ),
    [],
  ],
];

describe("podSecurityViolations", () => {
  for (const [what, level, pod, violations] of cases) {
    it(`${violations.length === 0 ? "allows" : "forbids"} ${what} at level ${level}`, () => {
      assert.deepEqual(podSecurityViolations(level, pod), violations);
    });
  }
});
