import { CREATES, type CreateOperation, type JsonObject } from "@klingkit/spec";
import { createTestEmulator, listFixtures, TEST_API_KEY } from "@klingkit/testkit";
import { createKling, type TaskSnapshot } from "klingkit";
import { readCallback, verifyCallback } from "klingkit/webhooks";
import { describe, expect, it } from "vitest";

const HOUR_MS = 3_600_000;
const CALLBACK = "https://receiver.example/hook";

/** A documented request of an operation. */
const requestOf = ({ id }: CreateOperation): JsonObject | undefined =>
  listFixtures("request").find(({ source }) => source.operation === id && !source.isRetired)?.body;

const withCallback = ({ family }: CreateOperation, body: JsonObject): JsonObject =>
  family === "legacy"
    ? { ...body, callback_url: CALLBACK }
    : { ...body, options: { ...Object(body["options"]), callback_url: CALLBACK } };

/** Sends a documented request; what a receiver got until its task had ended, and what a read then shows. */
async function callbacksOf(
  operation: CreateOperation,
  request: JsonObject,
  callbackBodies: "family" | "standard" = "family",
) {
  const received: JsonObject[] = [];
  await using emulator = await createTestEmulator({
    switches: { checksInputs: "off", callbackBodies },
    fetch: async (input, init) => {
      received.push(await new Request(input, init).json());
      return new Response();
    },
  });
  const { body } = await emulator.call("POST", operation.path, withCallback(operation, request));
  await emulator.control.advance(HOUR_MS);
  const kling = createKling({ apiKey: TEST_API_KEY, baseUrl: emulator.baseUrl, fetch: emulator.fetch });
  const taskId = emulator.control.tasks()[0]?.id;
  const { family, product } = operation;
  const status = taskId === undefined ? undefined : await kling.tasks.status({ taskId, family, product });
  return {
    answer: Object(body),
    tasks: received.map((callback) => readCallback(JSON.stringify(callback))),
    read: status?.kind === "found" ? status.task : undefined,
  };
}

const resultsOf = (task: TaskSnapshot | undefined) =>
  task?.results.map(({ kind, links }) => ({ kind, links: links.map(({ url }) => url) }));

const documented = CREATES.flatMap((operation) => {
  const request = requestOf(operation);
  return request ? [[operation.id, operation, request] as const] : [];
});

describe("callbacks of every kind of task", () => {
  it.each(documented.filter(([, { answer }]) => answer === "task"))(
    "%s reports its start and its end, in the shape of its family",
    async (_, operation, request) => {
      const { answer, tasks, read } = await callbacksOf(operation, request);
      if (answer.code !== 0) {
        // Some documented requests name videos and sessions that only the documentation has.
        expect(answer.message).toMatch(/not (found|exist|available)/i);
        return;
      }
      const statuses = operation.callbacks === "end" ? ["succeeded"] : ["processing", "succeeded"];
      expect(tasks.map(({ status }) => status)).toEqual(statuses);
      // Records of solutions look like those of the standard family.
      const family = operation.family === "solutions" ? "standard" : operation.family;
      expect(new Set(tasks.map((task) => task.family))).toEqual(new Set([family]));
      expect(tasks.at(-1)?.results).not.toHaveLength(0);
      expect(resultsOf(tasks.at(-1))).toEqual(resultsOf(read));
    },
  );

  it.each(documented.filter(([, { answer, family }]) => answer === "task" && family === "legacy"))(
    "%s is read the same where its callback has the new form",
    async (_, operation, request) => {
      const { answer, tasks, read } = await callbacksOf(operation, request, "standard");
      if (answer.code !== 0) return;
      expect(tasks.at(-1)).toMatchObject({ family: "standard", status: "succeeded" });
      const kinds = (task: TaskSnapshot | undefined) =>
        task?.results.map(({ kind, id, name }) => ({ kind, id, name }));
      expect(kinds(tasks.at(-1))).toEqual(kinds(read));
    },
  );

  it.each(documented.filter(([, { answer }]) => answer === "now"))(
    "%s answers at once and reports nothing",
    async (_, operation, request) => {
      const { answer, tasks } = await callbacksOf(operation, request);
      expect({ code: answer.code, tasks }).toEqual({ code: 0, tasks: [] });
    },
  );
});

describe("signatures of callbacks", () => {
  it.each(listFixtures("signature").map(({ name, body }) => [name, body] as const))(
    "%s is verified, and for no other body or time",
    (_, vector) => {
      const text = (key: string) => String(vector[key]);
      const headers = {
        "webhook-id": text("id"),
        "webhook-timestamp": text("timestamp"),
        "webhook-signature": text("signature"),
      };
      const atMs = Number(text("timestamp")) * 1000;
      const verify = (rawBody: string, secrets: string, nowMs = atMs) =>
        verifyCallback({ headers, rawBody }, { secrets, nowMs: () => nowMs });
      const rawBody = text("body");
      const { id, task_id: taskId = id } = JSON.parse(rawBody);
      // During a rotation both secrets sign, and either is enough.
      for (const secret of [vector["secret"], vector["otherSecret"] ?? vector["secret"]]) {
        expect(verify(rawBody, String(secret))).toMatchObject({
          deliveryId: text("id"),
          sentAtMs: atMs,
          task: { taskId, status: "succeeded" },
        });
      }
      expect(() => verify(`${rawBody} `, text("secret"))).toThrow(/signature/i);
      expect(() => verify(rawBody, text("secret"), atMs + HOUR_MS)).toThrow(/clock|old|minutes/i);
    },
  );
});
