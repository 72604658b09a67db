import { isJsonObject } from "@klingkit/spec";
import { createTestEmulator, loadFixture, type TestEmulator } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

/** Every key of a value with its path; entries of lists share one. */
function keysOf(value: unknown, path = ""): readonly string[] {
  const keys = Array.isArray(value)
    ? value.flatMap((item: unknown) => keysOf(item, `${path}[]`))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([key, field]) => [
          `${path}.${key}`,
          ...keysOf(field, `${path}.${key}`),
        ])
      : [];
  return [...new Set(keys)].toSorted();
}

const HOUR_MS = 3_600_000;
const TURBO = "/text-to-video/kling-3.0-turbo";
const TEXT2VIDEO = "/v1/videos/text2video";
const SMALL_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function finish(emulator: TestEmulator, path: string, body: unknown): Promise<string> {
  const { body: answer } = await emulator.call("POST", path, body);
  const data = Object(answer).data;
  await emulator.control.advance(HOUR_MS);
  return String(data.id ?? data.task_id);
}

const watermark = { watermark_info: { enabled: true } };

interface Row {
  readonly name: string;
  readonly packs?: boolean;
  readonly provoke: (emulator: TestEmulator) => Promise<unknown>;
  /** Keys that the emulator adds to the fixture's, and why. */
  readonly more?: { readonly keys: readonly string[]; readonly because: string };
}

const ROWS: readonly Row[] = [
  {
    name: "text-to-video/create-response",
    provoke: async (emulator) =>
      (await emulator.call("POST", TURBO, { prompt: "A fox", options: { external_task_id: "job-42" } })).body,
  },
  {
    name: "v1-text2video/create-response",
    provoke: async (emulator) =>
      (
        await emulator.call("POST", TEXT2VIDEO, {
          model_name: "kling-v3",
          prompt: "A fox",
          external_task_id: "job-42",
        })
      ).body,
  },
  {
    name: "v1-text2video/create-without-external-id-response",
    provoke: async (emulator) =>
      (await emulator.call("POST", TEXT2VIDEO, { model_name: "kling-v3", prompt: "A fox" })).body,
  },
  {
    name: "tasks/query-response",
    provoke: async (emulator) => {
      const options = { external_task_id: "job-42", ...watermark };
      const id = await finish(emulator, TURBO, { prompt: "A fox", options });
      return (await emulator.call("GET", `/tasks?task_ids=${id}`)).body;
    },
  },
  {
    name: "tasks/query-failed-response",
    provoke: async (emulator) => {
      const contents = [{ type: "first_frame", url: "https://unreachable.invalid/a.png" }];
      const id = await finish(emulator, "/image-to-video/kling-3.0", { contents });
      return (await emulator.call("GET", `/tasks?task_ids=${id}`)).body;
    },
  },
  {
    name: "tasks/query-unknown-response",
    provoke: async (emulator) => (await emulator.call("GET", "/tasks?task_ids=1")).body,
    more: { keys: [".request_id"], because: "the recorded body was trimmed" },
  },
  {
    name: "tasks/scan-empty-response",
    provoke: async (emulator) => (await emulator.call("POST", "/tasks", {})).body,
    more: { keys: [".request_id"], because: "the recorded body was trimmed" },
  },
  {
    name: "v1-text2video/get-response",
    provoke: async (emulator) => {
      const body = { model_name: "kling-v3", prompt: "A fox", external_task_id: "job-42", ...watermark };
      const id = await finish(emulator, TEXT2VIDEO, body);
      return (await emulator.call("GET", `${TEXT2VIDEO}/${id}`)).body;
    },
  },
  {
    name: "v1-image2video/get-failed-response",
    provoke: async (emulator) => {
      const id = await finish(emulator, "/v1/videos/image2video", {
        model_name: "kling-v3",
        image: SMALL_PNG,
      });
      return (await emulator.call("GET", `/v1/videos/image2video/${id}`)).body;
    },
    more: {
      keys: [
        ".data.final_balance_deduction",
        ".data.final_balance_deduction.list_price",
        ".data.final_balance_deduction.quota",
        ".data.final_unit_deduction",
        ".data.watermark_info",
        ".data.watermark_info.enabled",
      ],
      because: "recorded in 2025-12, before the service had these fields (2026-01-23 and later)",
    },
  },
  {
    name: "v1-text2video/list-empty-response",
    provoke: async (emulator) => (await emulator.call("GET", `${TEXT2VIDEO}?pageNum=1&pageSize=30`)).body,
  },
  {
    name: "account/costs-no-packs-response",
    provoke: async (emulator) =>
      (await emulator.call("GET", `/account/costs?start_time=0&end_time=${HOUR_MS}`)).body,
    more: { keys: [".request_id"], because: "the recorded body was trimmed" },
  },
  {
    name: "account/costs-response",
    packs: true,
    provoke: async (emulator) => {
      const nowMs = emulator.control.nowMs();
      const query = `start_time=${nowMs - HOUR_MS}&end_time=${nowMs + HOUR_MS}`;
      return (await emulator.call("GET", `/account/costs?${query}`)).body;
    },
  },
];

describe("the emulator answers with the documented keys", () => {
  it.each(ROWS)("$name", async ({ name, provoke, packs, more }) => {
    await using emulator = await createTestEmulator(packs ? { initialUnits: 200 } : {});
    const expected = [...keysOf(loadFixture(name).body), ...(more?.keys ?? [])];
    expect(keysOf(await provoke(emulator))).toEqual([...new Set(expected)].toSorted());
  });
});
