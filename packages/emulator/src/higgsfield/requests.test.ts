import { describe, expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../testing/test-higgsfield.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DAYS_7_MS = 7 * 86_400_000;

describe("a request", () => {
  it("goes from queued over in_progress to completed, and its video can be downloaded", async () => {
    const { call, status, control, emulator } = await createTestHiggsfield();
    const { status: httpStatus, body, headers } = await call("POST", TEXT_TO_VIDEO, { prompt: "a fox" });
    expect(httpStatus).toBe(200);
    expect(body).toEqual({
      status: "queued",
      request_id: expect.stringMatching(UUID),
      status_url: `${emulator.baseUrl}/requests/${body.request_id}/status`,
      cancel_url: `${emulator.baseUrl}/requests/${body.request_id}/cancel`,
    });
    expect(headers.get("x-correlation-id")).toMatch(UUID);
    await control.advance(10_000);
    expect((await status(body.request_id)).body).toEqual({ ...body, status: "in_progress" });
    await control.advance(LATER_MS);
    const { body: ended } = await status(body.request_id);
    expect(ended).toEqual({
      ...body,
      status: "completed",
      video: { url: expect.stringContaining(`/${body.request_id}.mp4?Expires=`) },
      expires_at: expect.stringMatching(/^2026-\d\d-\d\dT[\d:]{8}Z$/),
    });
    const file = await emulator.fetch(new Request(ended.video.url));
    expect(file.headers.get("content-type")).toBe("video/mp4");
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
  });

  it("that failed says why, costs nothing and leaves no video", async () => {
    const { status, submit, control } = await createTestHiggsfield({
      transitions: { mode: "failing", message: "Generation failed" },
    });
    const id = await submit();
    await control.advance(LATER_MS);
    const { body } = await status(id);
    expect(body).toMatchObject({ status: "failed", error: "Generation failed" });
    expect(body).not.toHaveProperty("video");
    expect(body).toHaveProperty("expires_at");
    expect(control.journal()).toMatchObject({ accepted: 1, billed: 0 });
  });

  it("that moderation ended is nsfw, without a reason", async () => {
    const { status, submit, control } = await createTestHiggsfield({
      faults: [{ action: { type: "fail-task", reason: "moderation" } }],
    });
    const id = await submit();
    await control.advance(LATER_MS);
    const { body } = await status(id);
    expect(body.status).toBe("nsfw");
    expect(body).not.toHaveProperty("error");
    expect(control.journal().billed).toBe(0);
  });

  it("is canceled while it is queued, and cannot be once it runs or has ended", async () => {
    const { call, status, submit, control } = await createTestHiggsfield();
    const [queued, running] = [await submit(), await submit()];
    const canceled = await call("POST", `/requests/${queued}/cancel`);
    expect([canceled.status, canceled.body]).toEqual([202, {}]);
    await control.advance(10_000);
    const late = await call("POST", `/requests/${running}/cancel`);
    expect([late.status, late.body]).toEqual([400, { detail: "Request cannot be canceled" }]);
    await control.advance(LATER_MS);
    expect((await status(queued)).body.status).toBe("canceled");
    expect((await status(running)).body.status).toBe("completed");
    expect((await call("POST", `/requests/${queued}/cancel`)).status).toBe(400);
    expect(control.journal()).toMatchObject({ accepted: 2, billed: 1 });
  });

  it("runs all the same where a cancel came too late for its 202", async () => {
    const { call, status, submit, control } = await createTestHiggsfield({
      higgsfield: { switches: { cancels: "late" } },
    });
    const id = await submit();
    expect((await call("POST", `/requests/${id}/cancel`)).status).toBe(202);
    await control.advance(LATER_MS);
    expect((await status(id)).body.status).toBe("completed");
    expect(control.journal().billed).toBe(1);
  });

  it("is not found by another account, nor under an id of Kling", async () => {
    const { call, submit } = await createTestHiggsfield();
    const id = await submit();
    const other = { authorization: "Key other:secret" };
    const answers = [
      await call("GET", `/requests/${id}/status`, undefined, other),
      await call("POST", `/requests/${id}/cancel`, undefined, other),
      await call("DELETE", `/requests/${id}`, undefined, other),
      await call("GET", "/requests/828338674605228111/status"),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      Array(4).fill([404, { detail: "Not found" }]),
    );
  });
});

describe("results", () => {
  it("are kept 7 days after the end; then the status stays and the link is dead", async () => {
    const { status, submit, control, emulator } = await createTestHiggsfield();
    const id = await submit();
    await control.advance(LATER_MS);
    const { body } = await status(id);
    const read = async () => (await emulator.fetch(new Request(body.video.url))).status;
    await control.advance(Date.parse(body.expires_at) - control.nowMs() - 1000);
    expect(await read()).toBe(200);
    await control.advance(2000);
    expect(await read()).toBe(403);
    expect((await status(id)).body).toEqual(body);
    expect(control.nowMs() - Date.parse(body.expires_at)).toBeLessThan(DAYS_7_MS);
  });

  it("are kept as long as Hf-Expires-After says", async () => {
    const { call, status, submit, control } = await createTestHiggsfield();
    const id = await submit({ "hf-expires-after": "3600" });
    await control.advance(LATER_MS);
    const leftMs = Date.parse((await status(id)).body.expires_at) - control.nowMs();
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
    for (const value of ["3599", "604801", "1.5e4", ""]) {
      const headers = { "hf-expires-after": value };
      expect((await call("POST", TEXT_TO_VIDEO, { prompt: "x" }, headers)).status).toBe(422);
    }
  });

  it("count from the creation in the eras before, without expires_at", async () => {
    const { status, submit, control, emulator } = await createTestHiggsfield({ higgsfield: { era: "a" } });
    const createdAtMs = control.nowMs();
    const id = await submit();
    await control.advance(LATER_MS);
    const { body } = await status(id);
    expect(body).not.toHaveProperty("expires_at");
    await control.advance(createdAtMs + DAYS_7_MS - control.nowMs());
    expect((await emulator.fetch(new Request(body.video.url))).status).toBe(403);
  });
});

describe("DELETE", () => {
  it("erases a finished request, says the same again, and ends its links and its status", async () => {
    const { call, status, submit, control, emulator } = await createTestHiggsfield();
    const id = await submit();
    const early = await call("DELETE", `/requests/${id}`);
    expect([early.status, early.body]).toEqual([409, { detail: "Request is not finished" }]);
    await control.advance(LATER_MS);
    const { body } = await status(id);
    for (const _ of [1, 2]) {
      const erased = await call("DELETE", `/requests/${id}`);
      expect([erased.status, erased.body]).toEqual([200, { request_id: id, status: "deleted" }]);
    }
    expect((await status(id)).status).toBe(404);
    expect((await emulator.fetch(new Request(body.video.url))).status).toBe(403);
    expect(control.journal().billed).toBe(1);
  });
});
