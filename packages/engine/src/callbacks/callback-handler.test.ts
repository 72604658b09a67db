import { expect, it } from "vitest";
import type { Callback } from "../follow/inbox.ts";
import { createCallbackHandler } from "./callback-handler.ts";

const PATH = "/callbacks/secret";
const BODY = JSON.stringify({ id: "867283741759111202", status: "succeeded", external_id: "mine" });

const DEEP = `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`;

function open(options: Partial<Parameters<typeof createCallbackHandler>[0]> = {}) {
  const kept: Callback[] = [];
  const errors: unknown[] = [];
  const handle = createCallbackHandler({
    path: PATH,
    receive: (callback) => {
      kept.push(callback);
      return Promise.resolve(true);
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  const post = async (path: string, init: RequestInit = { method: "POST", body: BODY }) =>
    (await handle(new Request(`https://app.example${path}`, init))).status;
  return { post, kept, errors };
}

it("keeps a callback with the task's id, our key and the service's word", async () => {
  const { post, kept } = open();
  expect(await post(`${PATH}?from=kling`)).toBe(200);
  expect(kept).toMatchObject([
    { taskId: "867283741759111202", externalTaskId: "mine", status: "succeeded", body: JSON.parse(BODY) },
  ]);
});

it("reads the legacy shape as well", async () => {
  const { post, kept } = open();
  const body = JSON.stringify({
    task_id: "1",
    task_status: "succeed",
    task_info: { external_task_id: "mine" },
  });
  expect(await post(PATH, { method: "POST", body })).toBe(200);
  expect(kept).toMatchObject([{ taskId: "1", externalTaskId: "mine", status: "succeed" }]);
});

it.each([
  ["another path", "/callbacks/guess", { method: "POST", body: BODY }, 404],
  ["no path", "/", { method: "POST", body: BODY }, 404],
  ["a GET", PATH, { method: "GET" }, 405],
  ["no body", PATH, { method: "POST" }, 400],
  ["a body that is no JSON", PATH, { method: "POST", body: "{" }, 400],
  ["a body that is nested 100 000 times", PATH, { method: "POST", body: DEEP }, 400],
  ["a body without a task", PATH, { method: "POST", body: "{}" }, 400],
  ["a huge body", PATH, { method: "POST", body: " ".repeat(1_048_577) }, 413],
] as const)("keeps nothing of %s", async (_, path, init, status) => {
  const { post, kept } = open();
  expect(await post(path, init)).toBe(status);
  expect(kept).toEqual([]);
});

it("refuses an unsigned callback when a secret is set", async () => {
  const { post, kept, errors } = open({ secrets: ["whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI="] });
  expect(await post(PATH)).toBe(400);
  expect(kept).toEqual([]);
  expect(errors).toMatchObject([{ code: "KLINGKIT_WEBHOOK", problem: "headers" }]);
});

it("asks the service to come again when the store cannot be written", async () => {
  const { post, errors } = open({ receive: () => Promise.reject(new Error("disk full")) });
  expect(await post(PATH)).toBe(503);
  expect(errors).toHaveLength(1);
});

it("refuses a secret that cannot be one before any callback comes, without repeating it", () => {
  expect(() => open({ secrets: ["hunter2 §"] })).toThrow(
    expect.objectContaining({ code: "KLINGKIT_WEBHOOK", problem: "secret" }),
  );
  expect(() => open({ secrets: ["hunter2 §"] })).not.toThrow("hunter2");
});
