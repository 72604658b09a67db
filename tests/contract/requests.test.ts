import {
  checkCreate,
  findCreate,
  findOperation,
  findSchemaIssues,
  inputSchemaOf,
  isJsonObject,
  isWrite,
  type JsonObject,
} from "@klingkit/spec";
import { createTestEmulator, type Fixture, listFixtures, TEST_API_KEY } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { createKlingReads } from "klingkit/reads";
import { describe, expect, it } from "vitest";
import { parseDigits } from "../support/parse-digits.ts";

const effectOf = ({ source }: Fixture) => findOperation(source.operation ?? "")?.effect;
const isRead = (fixture: Fixture) => effectOf(fixture) === "reads";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const requests = listFixtures("request")
  .filter((fixture) => effectOf(fixture) === "spends")
  .map((fixture) => [fixture.name, fixture] as const);

function operationOf({ name, source }: Fixture) {
  const operation = findCreate(source.operation ?? "");
  if (!operation) throw new Error(`${name}: no operation ${source.operation}`);
  return operation;
}

/** What the emulator says to ids that only the documentation's account has. */
function lackingOf({ video_id: videoId, session_id: sessionId, input }: JsonObject): string | undefined {
  if (sessionId) return `session not found or expired: ${sessionId}`;
  const id = isJsonObject(input) ? input["video_id"] : videoId;
  return id ? `Video id not found or not supported: ${id}` : undefined;
}

describe("documented requests", () => {
  it("include the six official samples of both families", () => {
    const official = listFixtures("request").filter(
      ({ source }) => source.reference === "kling-video.md §13" && !source.isRetired,
    );
    expect(new Set(official.map(({ source }) => source.operation)).size).toBe(6);
  });

  it.each(requests)("%s passes spec, as client and as service", (_, fixture) => {
    const allowsRetired = fixture.source.isRetired === true;
    // The documentation writes addresses such as http://xxx/callback.
    for (const as of ["client", "service"] as const) {
      const check = checkCreate(operationOf(fixture), fixture.body, {
        isLocalService: true,
        as,
        allowsRetired,
      });
      expect(check.issues).toEqual([]);
      expect(check.facts).toBeDefined();
    }
  });

  it.each(requests)("%s goes from the SDK to the emulator unchanged", async (_, fixture) => {
    const allowsRetired = fixture.source.isRetired === true;
    await using emulator = await createTestEmulator({ allowsRetiredModels: allowsRetired, isStrict: true });
    const sent: { readonly method: string; readonly path: string; readonly body: unknown }[] = [];
    const kling = createKling({
      apiKey: TEST_API_KEY,
      baseUrl: emulator.baseUrl,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const { pathname } = new URL(request.url);
        sent.push({
          method: request.method,
          path: pathname,
          body: parseDigits(await request.clone().text()),
        });
        return emulator.fetch(request);
      },
    });
    const operation = operationOf(fixture);
    const creating = kling.create(operation, fixture.body, { allowsRetired });
    const isSent = [{ method: "POST", path: operation.path, body: fixture.body }];
    // The video or session of a documented id is not in the emulator.
    const lacking = lackingOf(fixture.body);
    if (lacking !== undefined) {
      await expect(creating).rejects.toThrow(lacking);
      expect(sent).toEqual(isSent);
      return;
    }
    const task = await creating;
    expect(sent).toEqual(isSent);
    const status =
      operation.answer === "now"
        ? { status: "succeeded", rawStatus: "succeed" }
        : { status: "submitted", rawStatus: "submitted" };
    expect(task).toMatchObject({ family: operation.family, ...status });
    // Where there is no task, the id of the request stands for its own.
    expect(task.taskId).toMatch(operation.hasNoTask && !operation.answerId ? UUID : /^\d{18}$/);
    expect(emulator.control.journal()).toMatchObject({ creates: 1, accepted: 1 });
  });

  it.each(requests.filter(([, { source }]) => source.isRetired))(
    "%s is refused since its model was retired",
    (_, fixture) =>
      expect(checkCreate(operationOf(fixture), fixture.body).issues).toMatchObject([
        { rule: "model-retired" },
      ]),
  );
});

describe("documented bodies of writes", () => {
  it.each(
    listFixtures("request")
      .filter((fixture) => effectOf(fixture) === "writes")
      .map((fixture) => [fixture.name, fixture] as const),
  )("%s passes spec, and goes from the SDK to the emulator unchanged", async (_, { body, source }) => {
    const operation = findOperation(source.operation ?? "");
    if (!operation || !isWrite(operation)) throw new Error(`no write ${source.operation}`);
    await using emulator = await createTestEmulator({ isStrict: true });
    const sent: unknown[] = [];
    const kling = createKling({
      apiKey: TEST_API_KEY,
      baseUrl: emulator.baseUrl,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        sent.push(await request.clone().json());
        return emulator.fetch(request);
      },
    });
    const writing = kling.write(operation, body);
    // What a documented id names is not in the emulator.
    if (operation.action === "delete") await expect(writing).rejects.toThrow("id not found");
    else if (body["session_id"]) await expect(writing).rejects.toThrow("session not found or expired");
    else expect(await writing).toMatchObject({ warnings: [] });
    expect(sent).toEqual([body]);
  });
});

describe("documented bodies of reads", () => {
  it.each(
    listFixtures("request")
      .filter(isRead)
      .map((fixture) => [fixture.name, fixture] as const),
  )("%s passes spec, and goes to the emulator unchanged", async (_, { body, source }) => {
    const operation = findOperation(source.operation ?? "");
    if (operation?.effect !== "reads") throw new Error(`no read ${source.operation}`);
    const schema = inputSchemaOf(operation);
    expect(schema && findSchemaIssues(schema, body)).toEqual([]);
    await using emulator = await createTestEmulator({ isStrict: true });
    const sent: unknown[] = [];
    const { read } = createKlingReads({
      apiKey: TEST_API_KEY,
      baseUrl: emulator.baseUrl,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        sent.push(await request.clone().json());
        return emulator.fetch(request);
      },
    });
    expect(await read(operation, { body })).toMatchObject({ has_more: false });
    expect(sent).toEqual([body]);
  });
});
