import type { Properties } from "../core/values.ts";
import type { Cause } from "./cause.ts";
import { autoscalerRules } from "./rules/autoscaling.ts";
import { cronJobRules, jobRules } from "./rules/batch.ts";
import {
  customResourceDefinitionRules,
  disruptionBudgetRules,
  priorityClassRules,
} from "./rules/cluster-policies.ts";
import { configMapRules, secretRules } from "./rules/config-data.ts";
import { ingressClassRules, ingressRules } from "./rules/ingress.ts";
import { metadataCauses } from "./rules/metadata.ts";
import { networkPolicyRules } from "./rules/network-policies.ts";
import { podRules } from "./rules/pods.ts";
import {
  clusterRoleBindingRules,
  clusterRoleRules,
  roleBindingRules,
  roleRules,
} from "./rules/rbac.ts";
import type { Rule } from "./rules/rule.ts";
import { serviceRules } from "./rules/services.ts";
import { claimRules, storageClassRules, volumeRules } from "./rules/storage.ts";
import {
  daemonSetRules,
  deploymentRules,
  replicaSetRules,
  statefulSetRules,
} from "./rules/workloads.ts";
import type { Kind } from "./schema.ts";

/**
 * What an object of a kind has to satisfy beyond its schema. Each follows the validation of that
 * kind in the API server's source (k8s.io/kubernetes 1.36.3, pkg/apis/<group>/validation).
 */
const rulesOf: Readonly<Record<string, Rule>> = {
  ClusterRole: clusterRoleRules,
  ClusterRoleBinding: clusterRoleBindingRules,
  ConfigMap: configMapRules,
  CronJob: cronJobRules,
  CustomResourceDefinition: customResourceDefinitionRules,
  DaemonSet: daemonSetRules,
  Deployment: deploymentRules,
  HorizontalPodAutoscaler: autoscalerRules,
  Ingress: ingressRules,
  IngressClass: ingressClassRules,
  Job: jobRules,
  NetworkPolicy: networkPolicyRules,
  PersistentVolume: volumeRules,
  PersistentVolumeClaim: claimRules,
  Pod: podRules,
  PodDisruptionBudget: disruptionBudgetRules,
  PriorityClass: priorityClassRules,
  ReplicaSet: replicaSetRules,
  Role: roleRules,
  RoleBinding: roleBindingRules,
  Secret: secretRules,
  Service: serviceRules,
  StatefulSet: statefulSetRules,
  StorageClass: storageClassRules,
};

/** All that is wrong with an object that has its defaults, in the order in which the server tells. */
export function objectCauses(kind: Kind, object: Properties): readonly Cause[] {
  const rules = kind.definition === undefined ? undefined : rulesOf[kind.kind];
  return [...metadataCauses(kind, object), ...(rules?.(object) ?? [])];
}
