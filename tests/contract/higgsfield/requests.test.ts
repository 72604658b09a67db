import { findHiggsfieldCreate, HIGGSFIELD_CREATES, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { type Fixture, listFixtures } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";
import { CREDENTIALS, createService, LATER_MS } from "./support/create-service.ts";

const requests = listFixtures("request", "higgsfield")
  .filter(({ source }) => source.operation?.startsWith("kling-video/"))
  .map((fixture) => [fixture.name, fixture] as const);

const T2V = "kling-video/v2.6/pro/text-to-video";
const FOX = { prompt: "a fox" };

function operationOf({ name, source }: Fixture): HiggsfieldCreate {
  const operation = findHiggsfieldCreate(source.operation ?? "");
  if (!operation) throw new Error(`${name}: no endpoint ${source.operation}`);
  return operation;
}

describe("documented bodies", () => {
  it.each(requests.filter(([name]) => !name.startsWith("seed-003/")))(
    "%s goes from the client to the emulator unchanged, and brings one video",
    async (_, fixture) => {
      await using service = await createService({ isStrict: true });
      const { higgsfield, control, sent } = service;
      const operation = operationOf(fixture);
      const created = await higgsfield.create(operation, fixture.body);
      expect(sent).toMatchObject([{ line: `POST ${operation.path}` }]);
      expect(JSON.parse(sent[0]?.text ?? "")).toEqual(fixture.body);
      expect(created).toMatchObject({ status: "submitted", rawStatus: "queued", product: operation.id });
      await control.advance(LATER_MS);
      const task = await higgsfield.requests.status(created);
      expect(task).toMatchObject({ status: "succeeded", externalTaskId: created.externalTaskId });
      expect(task.results).toMatchObject([
        { kind: "video", links: [{ url: expect.stringMatching(/^http/) }] },
      ]);
      expect(task.results[0]?.expiresAtMs).toBeGreaterThan(control.nowMs());
      expect(control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1 });
    },
  );

  // What the client would refuse, the service takes: the schema has no least length.
  it.each(requests.filter(([name]) => name.startsWith("seed-003/")))(
    "%s is taken by the emulator as it stands",
    async (_, fixture) => {
      await using service = await createService();
      const { emulator } = service;
      const response = await emulator.fetch(`${emulator.baseUrl}${operationOf(fixture).path}`, {
        method: "POST",
        headers: { authorization: `Key ${CREDENTIALS}`, "content-type": "application/json" },
        body: JSON.stringify(fixture.body),
      });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ status: "queued" });
    },
  );
});

describe("what the client refuses and the emulator refuses", () => {
  const broken: readonly (readonly [string, object])[] = HIGGSFIELD_CREATES.filter(
    ({ state }) => state !== "retired",
  ).flatMap(({ id, body: { def } }) => {
    const fields = def.type === "object" ? Object.entries(def.shape) : [];
    const required = fields.filter(([, field]) => field.def.type !== "optional").map(([name]) => name);
    const values = fields.map(([name]) => [id, { [name]: { not: "a value" } }] as const);
    return required.length > 0 ? [[id, {}] as const, ...values] : values;
  });

  it.each(broken)("%s %j", async (id, change) => {
    await using service = await createService();
    const { higgsfield, control, emulator } = service;
    const operation = HIGGSFIELD_CREATES.find((one) => one.id === id);
    if (!operation) throw new Error(id);
    await expect(higgsfield.create(operation, change)).rejects.toMatchObject({
      code: "KLINGKIT_INVALID_REQUEST",
      mayHaveCharged: "no",
    });
    expect(control.journal()).toMatchObject({ creates: 0 });
    const response = await emulator.fetch(`${emulator.baseUrl}/${id}`, {
      method: "POST",
      headers: { authorization: `Key ${CREDENTIALS}`, "content-type": "application/json" },
      body: JSON.stringify(change),
    });
    expect(response.status).toBe(422);
    expect(control.journal()).toMatchObject({ creates: 1, accepted: 0 });
  });
});

describe("prices", () => {
  it.each(requests.filter(([name]) => !name.startsWith("seed-003/")))(
    "of %s are the same in the price list and the emulator's estimate",
    async (_, fixture) => {
      await using service = await createService();
      const { higgsfield } = service;
      const operation = operationOf(fixture);
      const asked = await higgsfield.estimate(operation, fixture.body);
      const listed = operation.estimate(fixture.body);
      // Where the output follows an input video the service describes its price.
      if (asked.kind === "price")
        expect(listed).toMatchObject({ isKnown: true, usd: expect.closeTo(asked.usd, 3) });
      else expect([asked.kind, listed.isKnown]).toEqual(["description", false]);
    },
  );

  it("are unavailable where the service has no such call", async () => {
    await using service = await createService({ higgsfield: { switches: { estimates: "missing" } } });
    await expect(service.higgsfield.estimate(T2V, FOX)).resolves.toEqual({ kind: "unavailable" });
  });
});

it("lists the emulator's models with schemas that name the fields of the bodies", async () => {
  await using service = await createService();
  const models = await service.higgsfield.models.list({ search: "v2.6", includeSchema: true });
  expect(models.map(({ slug }) => slug).toSorted()).toEqual(
    HIGGSFIELD_CREATES.map(({ id }) => id)
      .filter((id) => id.includes("v2.6"))
      .toSorted(),
  );
  const model = models.find(({ slug }) => slug === T2V);
  expect(model?.inputSchema).toMatchObject({
    required: ["prompt"],
    properties: { duration: { enum: [5, 10] } },
  });
});

describe("a wait", () => {
  it("follows a request to its end", async () => {
    await using service = await createService();
    const { higgsfield, clock, sent } = service;
    const created = await higgsfield.create(T2V, FOX);
    const task = await clock.drive(higgsfield.requests.wait(created));
    expect(task).toMatchObject({ taskId: created.taskId, status: "succeeded" });
    expect(sent.filter(({ line }) => line.startsWith("GET")).length).toBeGreaterThan(2);
  });

  it("ends with the content policy where moderation refused", async () => {
    await using service = await createService({
      faults: [{ action: { type: "fail-task", reason: "moderation" } }],
    });
    const { higgsfield, control, clock } = service;
    const created = await higgsfield.create(T2V, FOX);
    await expect(clock.drive(higgsfield.requests.wait(created))).rejects.toMatchObject({
      code: "KLINGKIT_TASK_FAILED",
      status: "nsfw",
      isContentPolicy: true,
      mayHaveCharged: "no",
    });
    expect(control.journal()).toMatchObject({ accepted: 1, billed: 0 });
  });
});

describe("cancel and delete", () => {
  it("end a queued request, and come too late for one that runs", async () => {
    await using service = await createService();
    const { higgsfield, control } = service;
    const first = await higgsfield.create(T2V, FOX);
    await expect(higgsfield.requests.cancel(first)).resolves.toEqual({ kind: "accepted" });
    await expect(higgsfield.requests.status(first)).resolves.toMatchObject({ status: "canceled" });
    const second = await higgsfield.create(T2V, FOX);
    await control.advance(10_000);
    await expect(higgsfield.requests.cancel(second)).resolves.toMatchObject({ kind: "too-late" });
    await control.advance(LATER_MS);
    await higgsfield.requests.delete(second);
    await higgsfield.requests.delete(second);
    await expect(higgsfield.requests.status(second)).rejects.toMatchObject({ code: "KLINGKIT_NOT_FOUND" });
    expect(control.journal()).toMatchObject({ accepted: 2, billed: 1 });
  });

  it("is refused for a request that has not ended, and for an unknown one", async () => {
    await using service = await createService();
    const { higgsfield } = service;
    const created = await higgsfield.create(T2V, FOX);
    await expect(higgsfield.requests.delete(created)).rejects.toMatchObject({ status: 409 });
    await expect(higgsfield.requests.cancel("d7e6c0f3")).rejects.toMatchObject({
      code: "KLINGKIT_NOT_FOUND",
    });
  });
});

it("uploads a file and makes a video of it", async () => {
  await using service = await createService({ isStrict: true });
  const { higgsfield, control, sent } = service;
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
  const { url } = await higgsfield.upload({ bytes, contentType: "image/png" });
  expect(sent.map(({ line }) => line.split(" ")[0])).toEqual(["POST", "PUT"]);
  expect(sent[1]?.headers.get("authorization")).toBeNull();
  const created = await higgsfield.create("kling-video/v3.0/pro/image-to-video", { image_url: url });
  await control.advance(LATER_MS);
  await expect(higgsfield.requests.status(created)).resolves.toMatchObject({ status: "succeeded" });
});
