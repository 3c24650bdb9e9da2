import assert from "node:assert/strict";
import { LocalBox } from "../../../components/box/local-box.ts";
import { deploy, keptOf, only, treeOf } from "../../support/deploy.ts";

const made = (protect: boolean) =>
  deploy(
    () =>
      new LocalBox("local", {
        projectName: "docker-compose",
        frontendImage: "index.docker.io/sourcegraph/frontend:3.27.5",
        port: 7080,
        protect,
      }),
  );

describe("LocalBox", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made(false)), [
      "docker:index/container:Container local-sourcegraph-frontend-0 < LocalBox local",
      "docker:index/network:Network local-network < LocalBox local",
      "docker:index/remoteImage:RemoteImage local-frontend-image < LocalBox local",
      "docker:index/volume:Volume local-sourcegraph-frontend-0 < LocalBox local",
      "sourcegraph:components:LocalBox local < (stack)",
    ]);
  });

  it("keeps the volume, and the image for a rollback, of an instance that is protected", async () => {
    const volume = ["docker:index/volume:Volume local-sourcegraph-frontend-0"];
    const kept = await made(true);
    assert.deepEqual(keptOf(kept), { protect: volume, retainOnDelete: volume });
    assert.equal(only(kept, "docker:index/remoteImage:RemoteImage").inputs["keepLocally"], true);
    const thrown = await made(false);
    assert.deepEqual(keptOf(thrown), { protect: [], retainOnDelete: [] });
    assert.equal(only(thrown, "docker:index/remoteImage:RemoteImage").inputs["keepLocally"], false);
  });

  it("is reached from this machine only", async () => {
    const { inputs, options } = only(await made(false), "docker:index/container:Container");
    assert.deepEqual(inputs["ports"], [{ internal: 3080, external: 7080, ip: "127.0.0.1" }]);
    assert.equal(options.deleteBeforeReplace, true);
  });
});
