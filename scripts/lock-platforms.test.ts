import { describe, expect, it } from "vitest";
import { completePackages } from "./lock-platforms.ts";

const tool = {
  version: "1.2.3",
  dev: true,
  optionalDependencies: {
    "@tool/cli-linux-x64": "1.2.3",
    "@tool/cli-linux-arm64-musl": "1.2.3",
    "@tool/cli-win32-x64": "1.2.3",
  },
};

describe("completePackages", () => {
  it("adds the platform packages that the registry did not serve, so that npm skips instead of missing them", () => {
    const { packages, added } = completePackages({
      "node_modules/@tool/cli-linux-x64": { version: "1.2.3", integrity: "sha512-x" },
      "node_modules/tool": tool,
    });
    expect(added).toEqual(["@tool/cli-linux-arm64-musl", "@tool/cli-win32-x64"]);
    expect(packages["node_modules/@tool/cli-win32-x64"]).toEqual({
      version: "1.2.3",
      dev: true,
      optional: true,
      os: ["win32"],
      cpu: ["x64"],
    });
    expect(packages["node_modules/@tool/cli-linux-arm64-musl"]).toMatchObject({
      os: ["linux"],
      libc: ["musl"],
    });
    expect(packages["node_modules/@tool/cli-linux-x64"]).toEqual({ version: "1.2.3", integrity: "sha512-x" });
  });

  it("leaves a complete lock file as it is", () => {
    const { packages } = completePackages({ "node_modules/tool": tool });
    expect(completePackages(packages)).toEqual({ packages, added: [] });
  });
});
