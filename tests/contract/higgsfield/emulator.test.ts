import { createEmulator, type EmulatorOptions } from "@klingkit/emulator";
import { ERAS, HIGGSFIELD_HOSTS } from "@klingkit/spec/higgsfield";
import { listFixtures, loadFixture } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

// The emulator against the documentation's own bodies: every request is taken, every response has the documented fields.
const HOST = HIGGSFIELD_HOSTS[0];
const TEXT_TO_VIDEO = "/kling-video/v2.6/pro/text-to-video";
const HOUR_MS = 3_600_000;
const requests = listFixtures("request", "higgsfield")
  .filter(({ source }) => source.operation?.startsWith("kling-video/"))
  .map((fixture) => [fixture.name, fixture] as const);
const isSeed = (name: string) => name.startsWith("seed-003/");
const bodyOf = (name: string) => loadFixture(name, "higgsfield").body;

async function createBench(options: EmulatorOptions = {}) {
  const emulator = await createEmulator({ clock: "frozen", ...options });
  async function call(method: string, path: string, body?: unknown) {
    const response = await emulator.fetch(
      new Request(`https://${HOST}${path}`, {
        method,
        headers: { authorization: "Key id:secret" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: await response.json() };
  }
  async function create(body: unknown = { prompt: "x" }): Promise<string> {
    return (await call("POST", TEXT_TO_VIDEO, body)).body.request_id;
  }
  const status = async (id: string) => (await call("GET", `/requests/${id}/status`)).body;
  return { emulator, control: emulator.control, call, create, status };
}

describe("documented requests of Higgsfield", () => {
  it.each(requests)("%s ends as a video that was paid for", async (name, { body, source }) => {
    // Blank texts and addresses, as on the users' page, are what the service takes and a client does not.
    const { call, status, control } = await createBench({ isStrict: !isSeed(name) });
    const created = await call("POST", `/${source.operation}`, body);
    expect(created).toMatchObject({ status: 200, body: { status: "queued" } });
    await control.advance(HOUR_MS);
    expect((await status(created.body.request_id)).status).toBe("completed");
    const [task] = control.tasks();
    expect(task).toMatchObject({ unit: "usd", results: [{ kind: "video" }] });
    expect(task?.units).toBeGreaterThan(0);
    expect(control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1 });
  });

  it.each(requests)("%s can be estimated without cost", async (_, { body, source }) => {
    const { call, control } = await createBench();
    const { status, body: answer } = await call("POST", `/estimate/${source.operation}`, body);
    expect(status).toBe(200);
    const names = Object.keys(answer).toSorted();
    expect([
      Object.keys(bodyOf("estimate/response")).toSorted(),
      Object.keys(bodyOf("estimate/description-response")).toSorted(),
    ]).toContainEqual(names);
    expect(control.journal()).toMatchObject({ creates: 0, accepted: 0 });
  });
});

describe("documented responses of Higgsfield", () => {
  const fieldsOf = (name: string) => Object.keys(bodyOf(name)).toSorted();

  it("have the fields of each state", async () => {
    const { call, create, status, control } = await createBench();
    const { body } = await call("POST", TEXT_TO_VIDEO, { prompt: "x" });
    expect(Object.keys(body).toSorted()).toEqual(fieldsOf("requests/create-response"));
    await control.advance(10_000);
    const running = await status(body.request_id);
    expect(Object.keys(running).toSorted()).toEqual(fieldsOf("requests/in-progress-response"));
    await control.advance(HOUR_MS);
    const completed = await status(body.request_id);
    expect(Object.keys(completed).toSorted()).toEqual(fieldsOf("requests/completed-response"));
    const [failed, moderated, canceled] = [await create(), await create(), await create()];
    control.setTask(failed, { to: "fail" });
    control.setTask(moderated, { to: "fail", reason: "moderation" });
    await call("POST", `/requests/${canceled}/cancel`);
    for (const [id, name] of [
      [failed, "failed"],
      [moderated, "nsfw"],
      [canceled, "canceled"],
    ] as const) {
      // The samples leave expires_at out; the documentation gives it to every end.
      const { expires_at: expiresAt, ...rest } = await status(id);
      expect(expiresAt).toBeDefined();
      expect(Object.keys(rest).toSorted()).toEqual(fieldsOf(`requests/${name}-response`));
      expect(rest.status).toBe(bodyOf(`requests/${name}-response`)["status"]);
    }
  });

  it("have the fields of an upload in its era, and of an entry of the catalogue", async () => {
    const models = await (await createBench()).call("GET", "/models?include_schema=true");
    const [entry] = Object(bodyOf("models/response"))["items"];
    expect(Object.keys(models.body.items[0])).toEqual(Object.keys(entry));
    for (const era of Object.values(ERAS)) {
      const { call } = await createBench({ higgsfield: { era: era.id } });
      const { body } = await call("POST", "/files/generate-upload-url", { content_type: "image/jpeg" });
      expect("upload_headers" in body).toBe(era.hasUploadHeaders);
    }
  });

  it.each([
    ["required-property", TEXT_TO_VIDEO, {}],
    ["not-of-type", "/kling-video/v3.0/pro/text-to-video", { prompt: "x", duration: "8" }],
    ["model-not-found", "/kling-video/v9/text-to-video", { prompt: "x" }],
  ])("are the documented refusal: %s", async (name, path, body) => {
    const { call } = await createBench();
    const { body: expected, source } = loadFixture(`errors/${name}`, "higgsfield");
    expect(await call("POST", path, body)).toEqual({ status: source.httpStatus, body: expected });
  });

  it("are the documented refusals of a full account, in both eras", async () => {
    const full = await createBench({ higgsfield: { concurrency: 4, queueFactor: 2 } });
    for (let nth = 0; nth < 12; nth += 1) await full.create();
    const current = await full.call("POST", TEXT_TO_VIDEO, { prompt: "x" });
    expect(current).toEqual({ status: 429, body: bodyOf("errors/queue-full") });
    const before = await createBench({ higgsfield: { era: "b" } });
    for (let nth = 0; nth < 4; nth += 1) await before.create();
    const old = await before.call("POST", TEXT_TO_VIDEO, { prompt: "x" });
    expect(old).toEqual({ status: 400, body: bodyOf("errors/too-many-concurrent") });
  });
});
