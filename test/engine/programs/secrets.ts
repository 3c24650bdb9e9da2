import { Secret } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword.js";

// Uses a secret in the ways a program may: given, encoded, generated.
const planted = pulumi.secret('pa55 "w/rd"+9f2c');
new Secret("planted", {
  metadata: { name: "planted", namespace: "default", annotations: { beside: "seen" } },
  stringData: { password: planted },
  data: { encoded: planted.apply((text) => Buffer.from(text).toString("base64")) },
});

export const { result: password } = new RandomPassword("generated", { length: 24 });
export const url = pulumi.interpolate`https://user:${planted}@example.com`;
