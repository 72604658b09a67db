import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import type { KlingOptions } from "../kling/kling-core.ts";
import { API_KEY, answering, steppingClock } from "../testing/service-double.ts";

const TASK = { family: "legacy", product: "text2video", taskId: "867283741759111202" } as const;
const PAIR = { accessKey: "AK0123456789abcdef", secretKey: "SK0123456789abcdef0123456789" };
const STALE_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhayJ9.c2lnbmF0dXJl";

/** Answers with whatever a request carried as its credential, in the place that `bodyOf` chooses. */
function echoing(status: number, bodyOf: (credential: string) => unknown, credentials: KlingOptions) {
  const seen: string[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    const credential = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? "";
    seen.push(credential);
    return new Response(JSON.stringify(bodyOf(`${credential} ${STALE_TOKEN}`)), { status });
  };
  const clock = steppingClock();
  return { seen, kling: createKling({ ...credentials, fetch, clock, readRetries: 0 }) };
}

const failure = (fields: object) => ({ code: 1201, message: "bad", request_id: "r1", ...fields });
const failedTask = (fields: object) => ({
  code: 0,
  data: { task_id: TASK.taskId, task_status: "failed", task_status_msg: "no", ...fields },
});

describe.each([
  ["an API key", { apiKey: API_KEY }],
  ["the token of a key pair", PAIR],
])("%s stays out of an error when the service echoes it", (_, credentials) => {
  test.each<[string, number, (credential: string) => unknown]>([
    ["in message", 400, (secret) => failure({ message: `bad ${secret}` })],
    ["in request_id", 400, (secret) => failure({ request_id: secret })],
    ["deep in data", 400, (secret) => failure({ data: { list: [{ [secret]: `Bearer ${secret}` }] } })],
    ["in the reason of a failed task", 200, (secret) => failedTask({ task_status_msg: secret })],
    ["elsewhere in a failed task", 200, (secret) => failedTask({ task_info: { note: [secret] } })],
    ["in an answer that is no envelope", 400, (secret) => [secret]],
  ])("%s", async (_name, status, bodyOf) => {
    const { kling, seen } = echoing(status, bodyOf, credentials);
    const error: unknown = await kling.tasks.wait(TASK).then(
      () => "no error",
      (reason: unknown) => reason,
    );
    const [credential = ""] = seen;
    const shown = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error ?? {}))}`;
    expect(error).toMatchObject({ code: expect.stringMatching(/^KLINGKIT_/) });
    expect(credential.length).toBeGreaterThan(20);
    for (const secret of [credential, STALE_TOKEN, PAIR.secretKey]) expect(shown).not.toContain(secret);
  });
});

describe("an answer that is nested 100 000 times", () => {
  const deep = (head: string) =>
    `{"code":${head},"data":${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}}`;

  test("makes a create unclear, with its id, and its error can be printed", async () => {
    const service = answering({ body: deep("0") });
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const body = { model_name: "kling-v2-6", prompt: "a fox", external_task_id: "job-42" } as const;
    const error: unknown = await kling.v1.text2video.create(body).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "KLINGKIT_RESPONSE",
      mayHaveCharged: "unknown",
      externalTaskId: "job-42",
    });
    expect(() => JSON.stringify(error)).not.toThrow();
  });

  test("is cut in the error of a refusal that is nested less", async () => {
    const data = JSON.parse(`${'{"data":'.repeat(100)}1${"}".repeat(100)}`);
    const service = answering({ status: 400, body: { code: 1201, message: "bad", data } });
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const error: unknown = await kling.tasks.get({ taskIds: ["1"] }).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).toContain("…");
  });
});

test("an id that a service writes beside 12 MB of text is kept", async () => {
  const service = answering({
    body: `{"code":0,"data":{"task_id":867283741759111202,"task_status":"submitted","note":"${"x".repeat(12_000_000)}"}}`,
  });
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const task = await kling.v1.text2video.create({ model_name: "kling-v2-6", prompt: "a fox" });
  expect(task.taskId).toBe("867283741759111202");
});
