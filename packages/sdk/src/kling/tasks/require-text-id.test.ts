import { expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import { API_KEY, answering } from "../../testing/service-double.ts";

// biome-ignore lint/correctness/noPrecisionLoss: that is the point
const LONG_ID = 829836802793406551;
/** As a program without types calls it. */
const untyped = <Value>(value: unknown): Value => value as Value;

test("an id as a number is refused by every read, and nothing is sent", async () => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const refusal = { code: "KLINGKIT_CONFIG", message: expect.stringContaining("loses digits") };
  await expect(kling.tasks.get({ taskIds: untyped([LONG_ID]) })).rejects.toMatchObject(refusal);
  const handle = { family: "standard", product: "text-to-video", taskId: untyped<string>(LONG_ID) } as const;
  await expect(kling.tasks.status(handle)).rejects.toMatchObject(refusal);
  await expect(kling.v1.text2video.get(untyped(LONG_ID))).rejects.toMatchObject(refusal);
  expect(service.requests).toEqual([]);
});

test("an element's id as a number that has lost digits is refused in wire bodies of both families", async () => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const refusal = { code: "KLINGKIT_INVALID_REQUEST", message: expect.stringContaining("loses digits") };
  const legacy = { prompt: "x", element_list: [{ element_id: untyped<string>(LONG_ID) }] };
  await expect(kling.v1.omniVideo.create(legacy)).rejects.toMatchObject(refusal);
  const standard = {
    contents: [
      { type: "prompt", text: "@e walks" },
      { type: "element", id: "e", element_id: untyped<string>(LONG_ID) },
    ],
  } as const;
  await expect(kling.standard.omniVideo.create("kling-3.0-omni", untyped(standard))).rejects.toMatchObject(
    refusal,
  );
  expect(service.requests).toEqual([]);
});
