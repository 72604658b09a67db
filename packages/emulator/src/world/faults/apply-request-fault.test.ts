import { describe, expect, it } from "vitest";
import { KLING_FAULT_RESPONSES } from "../../kling/faults/fault-responses.ts";
import { serveApp } from "../../server/serve-app.ts";
import { applyRequestFault, type RequestFaultContext } from "./apply-request-fault.ts";
import { ConnectionReset } from "./connection-reset.ts";
import type { RequestAction } from "./fault-action.ts";

const BODY = { code: 0, message: "SUCCEED", data: { task_id: "1" } };

/** Counts the work that is done, and records the waits instead of waiting. */
function setUp(signal: AbortSignal = new AbortController().signal, body: object = BODY) {
  const done = { works: 0, waitsMs: [] as number[] };
  const context: RequestFaultContext = {
    next: () => {
      done.works += 1;
      return Promise.resolve(Response.json(body));
    },
    sleep: (ms) => {
      done.waitsMs.push(ms);
      return Promise.resolve();
    },
    signal,
    closing: new AbortController().signal,
    requestId: () => "r-1",
    responses: KLING_FAULT_RESPONSES,
    firstAnswers: new WeakMap(),
  };
  return { done, apply: (action: RequestAction) => applyRequestFault(action, context) };
}

describe("applyRequestFault", () => {
  it("delays the answer by the latency", async () => {
    const { done, apply } = setUp();
    expect(await (await apply({ type: "latency", latencyMs: 250 })).json()).toEqual(BODY);
    expect(done).toEqual({ works: 1, waitsMs: [250] });
  });

  it.each([
    ["reset-before-accept", 0],
    ["reset-after-accept", 1],
  ] as const)("%s breaks the connection after %i pieces of work", async (type, works) => {
    const { done, apply } = setUp();
    await expect(apply({ type })).rejects.toBeInstanceOf(ConnectionReset);
    expect(done.works).toBe(works);
  });

  it.each([
    [undefined, 0],
    ["before", 0],
    ["after", 1],
  ] as const)("a business error with timing %s does %i pieces of work", async (timing, works) => {
    const { done, apply } = setUp();
    const response = await apply({ type: "business-error", code: 5000, ...(timing ? { timing } : {}) });
    expect(response.status).toBe(500);
    expect(done.works).toBe(works);
  });

  it("answers a business error as the service words it", async () => {
    const { apply } = setUp();
    const response = await apply({ type: "business-error", code: 1303 });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBeNull();
    expect(await response.json()).toEqual({
      code: 1303,
      message: "parallel task over resource pack limit",
      request_id: "r-1",
    });
  });

  it("answers with the page of a proxy", async () => {
    const { apply } = setUp();
    const response = await apply({ type: "html-error", status: 502 });
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await response.text()).toContain("502 Bad Gateway");
  });

  it("spoils the answer but not the work", async () => {
    const { done, apply } = setUp();
    const truncated = await (await apply({ type: "truncated-json", keepBytes: 10 })).text();
    expect(truncated).toBe(JSON.stringify(BODY).slice(0, 10));
    await expect((await apply({ type: "malformed-json" })).json()).rejects.toThrow(SyntaxError);
    const mistyped = await apply({ type: "wrong-content-type" });
    expect(mistyped.headers.get("content-type")).toContain("text/html");
    expect(await mistyped.json()).toEqual(BODY);
    expect(done.works).toBe(3);
  });

  describe.each([
    [
      "standard",
      {
        id: "1",
        status: "succeeded",
        outputs: [{ type: "video", id: "v", url: "https://x/1.mp4", duration: "5.0" }],
        billing: [],
      },
      { id: "1", status: "pondering" },
      { id: "1", status: "succeeded", outputs: [{ type: "video", id: "v", duration: "5.0" }], billing: [] },
    ],
    [
      "legacy",
      {
        task_id: "1",
        task_status: "succeed",
        task_result: { videos: [{ id: "v", url: "https://x/1.mp4", watermark_url: "https://x/2.mp4" }] },
      },
      { task_id: "1", task_status: "pondering", task_result: {} },
      { task_id: "1", task_status: "succeed", task_result: { videos: [{ id: "v" }] } },
    ],
  ])("in the %s family", (_, task, odd, linkless) => {
    it.each([
      ["one task", task, (changed: unknown) => changed],
      ["a list", [task, task], (changed: unknown) => [changed, changed]],
      ["a page", { result: [task], count: 1 }, (changed: unknown) => ({ result: [changed], count: 1 })],
    ])("shows %s in an unknown status, or without links", async (__, data, shape) => {
      const { apply, done } = setUp(undefined, { code: 0, message: "SUCCEED", data });
      const answer = async (action: RequestAction) => (await (await apply(action)).json()).data;
      expect(await answer({ type: "unknown-status" })).toEqual(shape(odd));
      expect(await answer({ type: "missing-url" })).toEqual(shape(linkless));
      expect(done.works).toBe(2);
    });
  });

  it("leaves answers without tasks as they are", async () => {
    const body = { code: 1201, message: "no", request_id: "r" };
    const { apply } = setUp(undefined, body);
    expect(await (await apply({ type: "unknown-status", status: "odd" })).json()).toEqual(body);
  });

  it("lets a request arrive late, after the connection broke and the client left", async () => {
    const client = new AbortController();
    const { done, apply } = setUp(client.signal);
    const pending = apply({ type: "late-accept", lateMs: 600_000 });
    client.abort();
    await expect(pending).rejects.toBeInstanceOf(ConnectionReset);
    expect(done).toEqual({ works: 1, waitsMs: [600_000] });
  });

  it("answers every request of a rule with the first answer, and does the work", async () => {
    let count = 0;
    const firstAnswers = new WeakMap();
    const action = { type: "stale-answer" } as const;
    const answer = async (rule: RequestAction) => {
      count += 1;
      const next = () => Promise.resolve(Response.json({ data: { id: String(count) } }));
      const { signal } = new AbortController();
      const sleep = () => Promise.resolve();
      const requestId = () => "r";
      const context = {
        next,
        sleep,
        signal,
        closing: signal,
        requestId,
        responses: KLING_FAULT_RESPONSES,
        firstAnswers,
      };
      return (await (await applyRequestFault(rule, context)).json()).data.id;
    };
    expect([await answer(action), await answer(action), await answer({ ...action })]).toEqual([
      "1",
      "1",
      "3",
    ]);
  });

  it.each([
    ["standard", { id: "1", status: "succeeded", external_id: "mine" }, { id: "7", status: "failed" }],
    [
      "legacy",
      {
        task_id: "1",
        task_status: "succeed",
        task_info: { external_task_id: "mine" },
        task_result: { videos: [] },
      },
      { task_id: "7", task_status: "failed", task_info: {}, task_result: {} },
    ],
  ])("shows another task in place of one of the %s family", async (_, data, other) => {
    const { apply } = setUp(undefined, { code: 0, data });
    const answer = await (await apply({ type: "other-task", taskId: "7" })).json();
    expect(answer.data).toMatchObject(other);
    expect(JSON.stringify(answer)).not.toContain("mine");
  });

  it("hangs until the client leaves", async () => {
    const client = new AbortController();
    const { done, apply } = setUp(client.signal);
    const pending = apply({ type: "hang" });
    client.abort(new Error("left"));
    await expect(pending).rejects.toThrow("left");
    expect(done.works).toBe(0);
  });

  it("hangs for a time, before or after the work", async () => {
    const { done, apply } = setUp();
    expect(await (await apply({ type: "hang", hangMs: 9000, timing: "after" })).json()).toEqual(BODY);
    expect(done).toEqual({ works: 1, waitsMs: [9000] });
  });

  it("cuts the connection within the body on a real socket", async () => {
    const { apply } = setUp();
    const app = await serveApp({
      fetch: () => apply({ type: "truncated-json", ending: "cut", keepBytes: 7 }),
    });
    try {
      const response = await fetch(app.baseUrl);
      expect(response.headers.get("content-length")).toBe(String(JSON.stringify(BODY).length));
      const reader = response.body?.getReader();
      expect((await reader?.read())?.value?.byteLength).toBe(7);
      await expect(reader?.read()).rejects.toThrow();
    } finally {
      await app.close();
    }
  });
});
