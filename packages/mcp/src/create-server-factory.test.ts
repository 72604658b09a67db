import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { SERVER_VERSION } from "./create-server-factory.ts";

it("presents itself with the version of the package", () => {
  expect(SERVER_VERSION).toBe(manifest.version);
});
