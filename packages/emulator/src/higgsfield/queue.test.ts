import { expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../testing/test-higgsfield.ts";

it("requests beyond the concurrency wait as queued and run in the order in which they came", async () => {
  const { submit, status, control } = await createTestHiggsfield({ higgsfield: { concurrency: 2 } });
  const ids = [await submit(), await submit(), await submit(), await submit(), await submit()];
  const words = async () => Promise.all(ids.map(async (id) => (await status(id)).body.status));
  await control.advance(10_000);
  expect(await words()).toEqual(["in_progress", "in_progress", "queued", "queued", "queued"]);
  const seen = new Set<string>();
  for (let step = 0; step < 60; step += 1) {
    await control.advance(5_000);
    const now = await words();
    expect(now.filter((word) => word === "in_progress").length).toBeLessThanOrEqual(2);
    const firstQueued = now.indexOf("queued");
    if (firstQueued >= 0) expect(now.slice(firstQueued).every((word) => word === "queued")).toBe(true);
    for (const word of now) seen.add(word);
  }
  expect(await words()).toEqual(Array(5).fill("completed"));
  expect([...seen].toSorted()).toEqual(["completed", "in_progress", "queued"]);
});

it("a full queue refuses with its code, its limit and when to come again; nothing is created or charged", async () => {
  const { call, submit, control } = await createTestHiggsfield({
    higgsfield: { concurrency: 1, queueFactor: 2 },
  });
  const headers = { "idempotency-key": "fourth" };
  for (const _ of [1, 2, 3]) await submit();
  const full = await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, headers);
  expect(full.status).toBe(429);
  expect(full.body).toEqual({ detail: "The account's queue is full", code: "account_queue_full", limit: 2 });
  expect(full.headers.get("retry-after")).toBe("5");
  expect(control.journal()).toMatchObject({ creates: 4, accepted: 3, refused: 1 });
  await control.advance(LATER_MS);
  // A refused submit did not consume its key.
  expect((await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, headers)).status).toBe(200);
});

it("a canceled request gives its place to the next", async () => {
  const { call, submit, status, control } = await createTestHiggsfield({ higgsfield: { concurrency: 1 } });
  const [first, second] = [await submit(), await submit()];
  await call("POST", `/requests/${first}/cancel`);
  await control.advance(10_000);
  expect((await status(second)).body.status).toBe("in_progress");
});

it.each(["a", "b"] as const)("era %s refuses what is over the concurrency with 400", async (era) => {
  const { call, submit } = await createTestHiggsfield({ higgsfield: { era } });
  for (const _ of [1, 2, 3, 4]) await submit();
  const { status, body } = await call("POST", TEXT_TO_VIDEO, { prompt: "x" });
  expect([status, body]).toEqual([
    400,
    { detail: "Maximum number of concurrent requests (4) has been reached" },
  ]);
});

it("the emulator's concurrency holds here too, unless Higgsfield has its own", async () => {
  for (const [options, running] of [
    [{ concurrency: 1 }, 1],
    [{ concurrency: 1, higgsfield: { concurrency: 2 } }, 2],
  ] as const) {
    const { submit, control } = await createTestHiggsfield(options);
    for (const _ of [1, 2, 3]) await submit();
    await control.advance(10_000);
    expect(control.tasks().filter(({ status }) => status === "processing")).toHaveLength(running);
  }
});

it("accounts do not share a queue", async () => {
  const { call, submit, status, control } = await createTestHiggsfield({ higgsfield: { concurrency: 1 } });
  await submit();
  const other = { authorization: "Key other:secret" };
  const { body } = await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, other);
  await control.advance(10_000);
  expect((await call("GET", `/requests/${body.request_id}/status`, undefined, other)).body.status).toBe(
    "in_progress",
  );
  expect((await status(body.request_id)).status).toBe(404);
});
