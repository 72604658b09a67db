import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json } from "../../testing/test-emulator.ts";

const LATER_MS = 10 * 60_000;
const URL = "https://example.com/a.png";
type Tested = Awaited<ReturnType<typeof createTestEmulator>>;

async function finish({ call, control }: Tested, path: string, body: object): Promise<Json> {
  const { data } = await call("POST", path, body);
  await control.advance(LATER_MS);
  return (await call("GET", `${path}/${data.task_id}`)).data;
}

/** Width and height in the header of a PNG behind a link. */
async function sizeOf({ emulator }: Tested, url: string): Promise<readonly number[]> {
  const response = await emulator.fetch(new Request(url));
  expect(response.headers.get("content-type")).toBe("image/png");
  const header = Buffer.from(await response.bytes());
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}

describe("omni-image", () => {
  const PATH = "/v1/images/omni-image";
  const series = { model_name: "kling-v3-omni", prompt: "a fox", result_type: "series" };

  it("lists single images beside an empty series", async () => {
    const tested = await createTestEmulator();
    const { task_result } = await finish(tested, PATH, { prompt: "a fox", n: 2 });
    expect(task_result).toMatchObject({
      result_type: "single",
      images: [{ index: 0 }, { index: 1 }],
      series_images: [],
    });
  });

  it("lists a series of the asked length, whatever n says", async () => {
    const tested = await createTestEmulator();
    const { task_result } = await finish(tested, PATH, { ...series, n: 9, series_amount: 3 });
    expect(task_result).toMatchObject({ result_type: "series", images: [] });
    expect(task_result.series_images).toHaveLength(3);
    expect(await sizeOf(tested, task_result.series_images[2].url)).toEqual([1366, 768]);
  });

  it("gives members of a series one group in /tasks", async () => {
    const tested = await createTestEmulator();
    const { task_id } = await finish(tested, PATH, { ...series, series_amount: 2 });
    const [{ outputs }] = (await tested.call("GET", `/tasks?task_ids=${task_id}`)).data;
    expect(outputs).toHaveLength(2);
    expect(outputs[0].group_id).toMatch(/^\d{18}$/);
    expect(outputs[1].group_id).toBe(outputs[0].group_id);
  });

  it("decides the length of an automatic series, and bills and counts what it made", async () => {
    const lengths = new Set<number>();
    for (let nth = 0; nth < 8; nth++) {
      // Needs no more free slots than the shortest series.
      const tested = await createTestEmulator({ concurrency: 2 });
      const body = { ...series, series_amount: "auto", external_task_id: `series-${nth}` };
      const { task_result, final_unit_deduction } = await finish(tested, PATH, body);
      const { length } = task_result.series_images;
      expect(length).toBeGreaterThanOrEqual(2);
      expect(length).toBeLessThanOrEqual(9);
      expect(final_unit_deduction).toBe(String(length * 8));
      lengths.add(length);
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("refuses an element that the library lacks", async () => {
    const { call } = await createTestEmulator();
    const body = { prompt: "a fox", element_list: [{ element_id: "1" }] };
    expect((await call("POST", PATH, body)).body.message).toBe("Element id not found: 1");
  });
});

it("expanded images are as much larger as the ratios say", async () => {
  const tested = await createTestEmulator();
  const task = await finish(tested, "/v1/images/editing/expand", {
    image: URL,
    up_expansion_ratio: 0,
    down_expansion_ratio: 0,
    left_expansion_ratio: 0.5,
    right_expansion_ratio: 0.5,
  });
  const [width = 0, height = 1] = await sizeOf(tested, task.task_result.images[0].url);
  expect(width / height).toBeCloseTo(2, 2);
});

it("AI multi-shot lists three sets of three views, each behind a link of its own", async () => {
  const tested = await createTestEmulator();
  const task = await finish(tested, "/v1/general/ai-multi-shot", { element_frontal_image: URL });
  const { images } = task.task_result;
  expect(images.map((set: Json) => Object.keys(set))).toEqual(
    Array.from({ length: 3 }, () => ["index", "url_1", "url_2", "url_3"]),
  );
  expect(new Set(images.flatMap(({ url_1, url_2, url_3 }: Json) => [url_1, url_2, url_3])).size).toBe(9);
  expect(await sizeOf(tested, images[2].url_3)).toEqual([1024, 1024]);
  expect(task).not.toHaveProperty("watermark_info");
  const [{ outputs }] = (await tested.call("GET", `/tasks?task_ids=${task.task_id}`)).data;
  expect(new Set(outputs.map(({ group_id }: Json) => group_id)).size).toBe(3);
});

describe("image-recognize", () => {
  const PATH = "/v1/videos/image-recognize";

  it("names every part of the image, with a file for each that it has", async () => {
    const tested = await createTestEmulator({ initialUnits: 1 });
    const { data } = await tested.call("POST", PATH, { image: URL });
    expect(Object.keys(data)).toEqual(["final_unit_deduction", "final_balance_deduction", "task_result"]);
    expect(data.final_unit_deduction).toBe("0.1");
    const { images } = data.task_result;
    expect(images.map(({ type }: Json) => type)).toEqual(["object_seg", "head_seg", "face_seg", "cloth_seg"]);
    for (const { is_contain, url } of images)
      if (is_contain) expect(await sizeOf(tested, url)).toEqual([1024, 1024]);
      else expect(url).toBe("");
    expect(images[0].is_contain).toBe(true);
  });

  it("leaves no task that could be read", async () => {
    const tested = await createTestEmulator();
    await tested.call("POST", PATH, { image: URL });
    expect((await tested.call("POST", "/tasks", {})).data).toEqual({ count: 0, has_more: false });
  });
});

it("the old try-on makes one image without a watermark option, for a try-on unit", async () => {
  const tested = await createTestEmulator();
  const body = { human_image: URL, cloth_image: URL };
  const task = await finish(tested, "/v1/images/kolors-virtual-try-on", body);
  expect(task.task_result.images).toHaveLength(1);
  expect(task).not.toHaveProperty("watermark_info");
  const [{ billing }] = (await tested.call("GET", `/tasks?task_ids=${task.task_id}`)).data;
  expect(billing).toEqual([{ charge_type: "unit", amount: "1", package_type: "try_on" }]);
});
