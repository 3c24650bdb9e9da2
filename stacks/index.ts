import "./quick-start.ts";
import * as pulumi from "@pulumi/pulumi";
import { loadCatalog } from "../releases/catalog.ts";
import { currentEnvironment } from "./current-environment.ts";
import { tellIdleKeys } from "./tell-idle-keys.ts";

const catalog = loadCatalog();
const environment = currentEnvironment(catalog);
const name = pulumi.getStack();
tellIdleKeys(environment);

/** The stack's outputs. Each kind is a program of its own, and only its cloud's SDK is loaded. */
export default await deploy();

async function deploy(): Promise<pulumi.Inputs> {
  switch (environment.kind) {
    case "kubernetes": {
      const { deployKubernetes } = await import("./kubernetes.ts");
      return await deployKubernetes(name, environment, catalog);
    }
    case "box": {
      const { deployBox } = await import("./box.ts");
      return await deployBox(name, environment, catalog);
    }
    case "registry-mirror": {
      const { deployMirror } = await import("./registry-mirror.ts");
      return await deployMirror(name, environment);
    }
  }
}
