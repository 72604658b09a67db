import { expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { serviceRow } from "./service-registry.ts";

const LOCAL = "http://127.0.0.1:8787";
const REAL = "https://api.example.com";

test.each([
  [{ KLING_BASE_URL: LOCAL }, true, true],
  [{ KLING_BASE_URL: LOCAL, HIGGSFIELD_BASE_URL: REAL }, true, false],
  [{ HIGGSFIELD_BASE_URL: LOCAL }, false, true],
  [{ HIGGSFIELD_BASE_URL: " " }, false, false],
])("with %o Kling is local: %s, and Higgsfield: %s", (variables, kling, higgsfield) => {
  const env = { KLING_API_KEY: "k", HOME: "/nowhere", ...variables };
  const deps = { env } as unknown as Deps;
  const isLocal = (service: string) => serviceRow(service).isLocal(deps, {});
  expect([isLocal("kling"), isLocal("higgsfield")]).toEqual([kling, higgsfield]);
});
