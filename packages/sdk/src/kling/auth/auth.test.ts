import { jwtVerify } from "jose";
import { expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import { API_KEY, accepted, answering, refused, steppingClock } from "../../testing/service-double.ts";

const pair = { accessKey: "ak-0123456789", secretKey: "sk-0123456789-0123456789-0123456789" };
const secret = new TextEncoder().encode(pair.secretKey);
const bearer = (headers: Headers) => (headers.get("authorization") ?? "").replace("Bearer ", "");
const empty = accepted([]);

test("sends the API key everywhere, also when a key pair is there too", async () => {
  const service = answering(empty, empty);
  const kling = createKling({ ...pair, apiKey: ` ${API_KEY}\n`, fetch: service.fetch });
  await kling.v1.text2video.list();
  await kling.tasks.get({ taskIds: ["1"] });
  expect(service.requests.map(({ headers }) => bearer(headers))).toEqual([API_KEY, API_KEY]);
});

test("signs a token with exactly the documented claims", async () => {
  const clock = steppingClock(1_783_065_388_949);
  const service = answering(empty);
  await createKling({ ...pair, fetch: service.fetch, clock }).v1.text2video.list();
  const [request] = service.requests;
  const { payload, protectedHeader } = await jwtVerify(bearer(request?.headers ?? new Headers()), secret, {
    currentDate: new Date(clock.nowMs()),
  });
  expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT" });
  expect(payload).toEqual({ iss: pair.accessKey, exp: 1_783_065_388 + 1800, nbf: 1_783_065_388 - 5 });
});

test("keeps a token while it has five minutes to live, then signs a new one", async () => {
  const clock = steppingClock(1_783_065_388_000);
  const service = answering(empty, empty, empty);
  const kling = createKling({ ...pair, fetch: service.fetch, clock });
  for (const laterMs of [0, 1500_000, 1000]) {
    clock.set(clock.nowMs() + laterMs);
    await kling.v1.text2video.list();
  }
  const [first, second, third] = service.requests.map(({ headers }) => bearer(headers));
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("refuses a key pair on the standard family before any byte leaves and says what to do", async () => {
  const service = answering();
  const kling = createKling({ ...pair, fetch: service.fetch });
  const create = kling.standard.textToVideo.create("kling-3.0", { prompt: "a fox" });
  await expect(create).rejects.toMatchObject({
    name: "ConfigError",
    code: "KLINGKIT_CONFIG",
    mayHaveCharged: "no",
    message: expect.stringMatching(/API key only.*Nothing was sent.*https:\/\/kling\.ai\/dev\/api-key/),
  });
  expect(service.requests).toEqual([]);
});

test("says how to set a key when there is none", async () => {
  await expect(createKling({ apiKey: "  " }).v1.text2video.list()).rejects.toThrow(/KLING_API_KEY/);
});

test.each([
  [{ apiKey: "api-key-kling-ab\ncd" }, "apiKey"],
  [{ apiKey: "api-key kling" }, "apiKey"],
  [{ ...pair, secretKey: "sk-\u0000" }, "secretKey"],
  [{ apiKey: "api-key-kling-“quoted”" }, "apiKey"],
])("refuses a key with characters that no key has, without showing it (%#)", (options, option) => {
  expect(() => createKling(options)).toThrow(expect.objectContaining({ option, code: "KLINGKIT_CONFIG" }));
  expect(() => createKling(options)).not.toThrow(/kling-ab|quoted|sk-/);
});

test("asks for the other half of a key pair", () => {
  expect(() => createKling({ accessKey: "ak" })).toThrow(expect.objectContaining({ option: "secretKey" }));
});

test("learns the service's clock from any answer", async () => {
  const clock = steppingClock(Date.UTC(2026, 8, 20, 12, 0, 0));
  const service = answering({ ...empty, headers: { date: "Sun, 20 Sep 2026 12:10:00 GMT" } });
  const kling = createKling({ ...pair, fetch: service.fetch, clock });
  expect(kling.serverTimeOffsetMs()).toBeUndefined();
  await kling.v1.text2video.list();
  expect(kling.serverTimeOffsetMs()).toBe(600_500);
});

test.each([
  [1003, "The Token can't be used before 2026-09-20T12:00:00Z.", "Sun, 20 Sep 2026 11:30:00 GMT"],
  [1004, "The Token has expired on 2026-09-20T12:00:00Z.", "Sun, 20 Sep 2026 13:00:00 GMT"],
])("signs once more on the service's clock after code %i, also for a create", async (code, message, date) => {
  const clock = steppingClock(Date.UTC(2026, 8, 20, 12, 0, 0));
  const service = answering(
    { ...refused(401, code, message), headers: { date } },
    accepted({ task_id: "867283741759111202", task_status: "submitted", task_info: {} }),
  );
  const kling = createKling({ ...pair, fetch: service.fetch, clock });
  const task = await kling.v1.text2video.create({ model_name: "kling-v3", prompt: "a fox" });
  expect(task.taskId).toBe("867283741759111202");
  const token = bearer(service.requests[1]?.headers ?? new Headers());
  const { payload } = await jwtVerify(token, secret, { currentDate: new Date(date) });
  expect(payload.nbf).toBe(Math.floor((Date.parse(date) + 500) / 1000) - 5);
});

test("gives up after one renewal", async () => {
  const expired = refused(401, 1004, "The Token has expired on 2026-09-20T12:00:00Z.");
  const service = answering(expired, expired);
  const kling = createKling({ ...pair, fetch: service.fetch });
  await expect(kling.v1.text2video.list()).rejects.toMatchObject({
    code: "KLINGKIT_AUTHENTICATION",
    serviceCode: 1004,
  });
  expect(service.requests).toHaveLength(2);
});

test("does not repeat a refused API key", async () => {
  const service = answering(refused(401, 1004, "expired"));
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  await expect(kling.v1.text2video.list()).rejects.toMatchObject({ code: "KLINGKIT_AUTHENTICATION" });
});
