import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createKling } from "./create-kling.ts";

const apiKey = "api-key-kling-0123456789abcdef";

interface Reply {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

/** Answers each request with the next documented body and remembers what was asked. */
function answering(...replies: readonly Reply[]) {
  const requests: { method: string; url: string; headers: Headers; body: unknown }[] = [];
  const rest = [...replies];
  const fetchDouble: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    requests.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    });
    const reply = rest.shift();
    if (!reply) throw new Error(`unexpected request ${request.method} ${request.url}`);
    const text2 = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(text2, { status: reply.status ?? 200, headers: reply.headers ?? {} });
  };
  return { fetch: fetchDouble, requests };
}

test("creates on the standard family and waits until the task has a link", async () => {
  const service = answering(
    {
      body: {
        code: 0,
        message: "SUCCEED",
        request_id: "ed6ce13d-7c9b-48cc-ba5c-e4ba5c260a60",
        data: {
          id: "901930004609634393",
          status: "submitted",
          message: "",
          create_time: 1783065388949,
          update_time: 1783065388949,
        },
      },
    },
    {
      body: {
        code: 0,
        message: "SUCCEED",
        data: [{ id: "901930004609634393", status: "processing", create_time: 1783065388949 }],
      },
    },
    {
      body: {
        code: 0,
        message: "SUCCEED",
        data: [
          {
            id: "901930004609634393",
            status: "succeeded",
            message: "",
            create_time: 1783065388949,
            update_time: 1783065399949,
            outputs: [
              { type: "video", id: "1", url: "https://v15-kling-fdl.klingai.com/x", duration: "5.041" },
            ],
            billing: [{ charge_type: "unit", amount: "3", package_type: "video" }],
          },
        ],
      },
    },
  );
  let nowMs = 1783065389000;
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const kling = createKling({ apiKey, fetch: service.fetch, clock });
  const created = await kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "a fox in the snow" });
  expect(created).toMatchObject({
    taskId: "901930004609634393",
    family: "standard",
    product: "text-to-video",
    model: "kling-3.0-turbo",
    status: "submitted",
    rawStatus: "submitted",
    createdAtMs: 1783065388949,
    requestId: "ed6ce13d-7c9b-48cc-ba5c-e4ba5c260a60",
  });
  const events: string[] = [];
  const task = await kling.tasks.wait(created, { onProgress: ({ type }) => events.push(type) });
  expect(task.videos).toEqual([
    { id: "1", url: "https://v15-kling-fdl.klingai.com/x", durationSeconds: 5.041, durationText: "5.041" },
  ]);
  expect(task.billing.units).toBe("3");
  expect(events).toEqual(["submitted", "status-changed", "status-changed"]);
  expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST https://api-singapore.klingai.com/text-to-video/kling-3.0-turbo",
    "GET https://api-singapore.klingai.com/tasks?task_ids=901930004609634393",
    "GET https://api-singapore.klingai.com/tasks?task_ids=901930004609634393",
  ]);
  expect(inspect(kling, { depth: 10, showHidden: true })).not.toContain(apiKey);
});
