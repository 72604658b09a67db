import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createKling } from "../create-kling.ts";
import { API_KEY, accepted, answering } from "../testing/service-double.ts";
import { VERSION } from "./version.ts";

test.each([
  [{}, "https://api-singapore.klingai.com/tasks"],
  [{ region: "cn" } as const, "https://api-beijing.klingai.com/tasks"],
  [{ baseUrl: "http://127.0.0.1:4000/" }, "http://127.0.0.1:4000/tasks"],
  [{ baseUrl: "https://gateway.test/kling/", region: "cn" } as const, "https://gateway.test/kling/tasks"],
  [{ baseUrl: " " }, "https://api-singapore.klingai.com/tasks"],
])("goes to the right address for %j", async (options, address) => {
  const service = answering(accepted([]));
  await createKling({ ...options, apiKey: API_KEY, fetch: service.fetch }).tasks.get({ taskIds: ["1"] });
  expect(service.requests[0]?.url).toBe(`${address}?task_ids=1`);
});

test.each([
  [{ baseUrl: "ftp://x" }, "baseUrl"],
  [{ baseUrl: "https://user:pass@x" }, "baseUrl"],
  [{ baseUrl: "https://x/?a=1" }, "baseUrl"],
  [{ baseUrl: "nowhere" }, "baseUrl"],
  [{ timeoutMs: 0 }, "timeoutMs"],
  [{ timeoutMs: Number.NaN }, "timeoutMs"],
  [{ readRetries: 99 }, "readRetries"],
])("refuses %j", (options, option) => {
  expect(() => createKling(options)).toThrow(expect.objectContaining({ code: "KLINGKIT_CONFIG", option }));
});

test("the version that is sent is the package's", () => {
  expect(VERSION).toBe(manifest.version);
});
