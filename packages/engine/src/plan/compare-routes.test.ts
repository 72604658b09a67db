import { describe, expect, it } from "vitest";
import type { PlanContext } from "../context/media-loader.ts";
import { parseBatch } from "./batch-file.ts";
import { type ComparedRequest, compareRoutes } from "./compare-routes.ts";
import { leftOutOf } from "./judge-items.ts";
import { makePlan } from "./make-plan.ts";
import { PlanError } from "./plan-error.ts";

const notFound = (input: string) => Object.assign(new Error(`${input} does not exist.`), { code: "no_file" });

const context: PlanContext = {
  loadImage: (input) =>
    input.startsWith("gone")
      ? Promise.reject(notFound(input))
      : Promise.resolve({ value: input, manifest: { name: input, kind: "url" } }),
  loadFile: (input) => Promise.reject(notFound(input)),
  readFile: () => Promise.reject(new Error("nothing is read for a plan")),
  frames: { check: async () => {}, lastFrame: async () => new Uint8Array() },
};

const STILL = { name: "still", operation: "image create", body: { prompt: "a fox", n: 2 } };
const SHOT = { name: "shot", model: "kling-v3", prompt: "it runs" };

const batchOf = (requests: readonly object[]) => parseBatch(JSON.stringify({ requests }), "b.yaml");

const compare = (requests: readonly object[]) => compareRoutes(batchOf(requests), context);

const named = (compared: readonly ComparedRequest[], wanted: string): ComparedRequest => {
  const one = compared.find(({ name }) => name === wanted);
  if (!one) throw new Error(`no request ${wanted}`);
  return one;
};

const takersOf = ({ offers }: ComparedRequest) => offers.filter(({ issues }) => issues.length === 0);

const servicesOf = (one: ComparedRequest) => [...new Set(takersOf(one).map(({ service }) => service))];

async function mistakesOf(requests: readonly object[]): Promise<readonly string[]> {
  try {
    await compare(requests);
  } catch (error) {
    if (error instanceof PlanError) return error.mistakes.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
}

describe("requests that take results of others", () => {
  it("are compared on the routes of both services, at the price of the plan", async () => {
    const chain = [
      { ...SHOT, name: "second", firstFrame: { lastFrameOf: "shot" } },
      STILL,
      { ...SHOT, firstFrame: { from: "still", result: 2 } },
    ];
    const compared = await compare(chain);
    const plan = await makePlan(batchOf(chain), context);
    expect(compared.map(({ name }) => name)).toEqual(["second", "still", "shot"]);
    for (const wanted of ["second", "shot"]) {
      expect(servicesOf(named(compared, wanted))).toEqual(["kling", "higgsfield"]);
      const planned = plan.jobs.find(({ name }) => name === wanted);
      expect(takersOf(named(compared, wanted))).toContainEqual(planned);
    }
  });

  it("have the length of the video that they take", async () => {
    const sound = { name: "sound", operation: "video add-sound", body: { video_id: { from: "shot" } } };
    const compared = await compare([{ ...SHOT, durationSeconds: 10 }, sound]);
    expect(named(compared, "sound").offers).toMatchObject([{ inputVideoSeconds: 10, issues: [] }]);
  });

  it("are refused on each route where the other makes nothing of the kind", async () => {
    const compared = await compare([
      { name: "rain", operation: "audio create", body: { prompt: "rain", duration: 5 } },
      { ...SHOT, firstFrame: { from: "rain" } },
    ]);
    const { offers } = named(compared, "shot");
    expect(offers.length).toBeGreaterThan(4);
    for (const { issues, estimate } of offers) {
      expect(issues[0]?.message).toBe("firstFrame: takes an image, and rain makes an audio file.");
      expect(estimate.isKnown).toBe(false);
    }
  });

  it("are mistakes of the batch where the other is none of it, or needs them itself", async () => {
    expect(await mistakesOf([{ ...SHOT, firstFrame: { from: "stil" } }, STILL])).toEqual([
      expect.stringContaining('no request is named "stil". Did you mean still?'),
    ]);
    const circle = [
      { ...SHOT, firstFrame: { lastFrameOf: "other" } },
      { ...SHOT, name: "other", firstFrame: { lastFrameOf: "shot" } },
    ];
    expect(await mistakesOf(circle)).toEqual([expect.stringContaining("in a circle")]);
  });
});

describe("requests that name their operation", () => {
  it("have its one route with its price, and a sentence that says why", async () => {
    const [one] = await compare([STILL]);
    expect(one?.offers).toMatchObject([
      { service: "kling", routeId: "v1/images/generations", issues: [], estimate: { isKnown: true } },
    ]);
    expect(one?.note).toBe("Only kling has v1/images/generations: there is no other route to compare.");
  });

  it.each([
    ["v1/text2video", { prompt: "a fox", model_name: "kling-v3" }],
    ["kling-video/v3.0/std/text-to-video", { prompt: "a fox" }],
  ])("are told how to compare where both services make what %s makes", async (operation, body) => {
    const [one] = await compare([{ name: "fox", operation, body }]);
    expect(one?.offers).toMatchObject([{ operation, issues: [] }]);
    expect(one?.note).toContain("write the request without `operation` and `body`");
  });

  it("are mistakes where there is no such operation, or something stands beside it", async () => {
    expect(await mistakesOf([{ ...STILL, operation: "imge create" }])).toEqual([
      expect.stringContaining("is not an operation that creates something"),
    ]);
    expect(await mistakesOf([{ ...STILL, prompt: "a fox" }])).toEqual([
      expect.stringContaining("prompt: is not used beside `operation`"),
    ]);
  });
});

describe("files that cannot be read", () => {
  it("are mistakes with their field, where no route can do without them", async () => {
    expect(await mistakesOf([{ ...SHOT, firstFrame: "gone.png" }])).toEqual([
      "firstFrame: gone.png does not exist.",
    ]);
  });

  it("says why no route makes a request whose model was retired", async () => {
    const compared = await compare([{ name: "old", model: "kling-v1", prompt: "a fox" }]);
    expect(named(compared, "old")).toMatchObject({
      offers: [],
      note: expect.stringMatching(/^model: "kling-v1" was retired on /),
    });
  });

  it("are no reason for a route to be the cheapest", async () => {
    const request = { prompt: "a fox", firstFrame: "gone.png", model: "kling-v3" };
    const cheapest = makePlan(batchOf([request]), { loadImage: context.loadImage }, {}, { isCheapest: true });
    await expect(cheapest).rejects.toThrow("gone.png does not exist.");
  });
});

it("a route that leaves something out is no cheapest one where another takes all of it", async () => {
  const request = { prompt: "a fox", model: "kling-2.5-turbo", negativePrompt: "blur", cfgScale: 0.4 };
  const [one] = await compare([{ ...SHOT, ...request }]);
  const left = (one?.offers ?? []).filter((job) => job.issues.length === 0 && leftOutOf(job).length > 0);
  expect(left.map(({ service }) => service)).toContain("kling");
  const plan = await makePlan(batchOf([request]), context, {}, { isCheapest: true });
  expect(plan.jobs).toMatchObject([{ service: "higgsfield", warnings: [] }]);
});

it("has no note where all routes of a request were asked", async () => {
  const one = named(await compare([SHOT]), "shot");
  expect(one).not.toHaveProperty("note");
  expect(servicesOf(one)).toEqual(["kling", "higgsfield"]);
});
