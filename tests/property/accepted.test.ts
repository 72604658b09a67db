import { compile, findRoute, type JsonObject, ROUTES, type Route, type VideoFacts } from "@klingkit/spec";
import { createTestEmulator, TEST_API_KEY, type TestEmulator } from "@klingkit/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawRequest, elementKind, VIDEO_ELEMENT_IDS } from "./draw-request.ts";

// A fixed seed keeps the gate repeatable. Shrinking drawn requests costs more memory than it explains.
const RUN = { numRuns: 150, seed: 20_261_121, endOnFailure: true } as const;
const routes = ROUTES.filter(({ operation }) => operation !== undefined);

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await createTestEmulator({ allowsRetiredModels: true });
  for (const elementId of VIDEO_ELEMENT_IDS) {
    emulator.control.addElement({ account: TEST_API_KEY, elementId, kind: "video" });
  }
});
afterAll(() => emulator[Symbol.asyncDispose]());

let creates = 0;
/** The service refuses an external id that it has seen, so none is ever drawn twice. */
function externalId(isGiven: boolean): { readonly externalTaskId?: string } {
  creates += 1;
  return isGiven ? { externalTaskId: `job-${creates}` } : {};
}

async function expectAccepted(path: string, body: JsonObject): Promise<void> {
  const answer = await emulator.call("POST", path, body);
  expect(answer, JSON.stringify(body)).toMatchObject({ status: 200, body: { code: 0, message: "SUCCEED" } });
}

describe("what the capability matrix allows", () => {
  it.each(routes.map((route) => [route.id, route] as const))(
    "passes compile and emulator: %s",
    async (_, route) => {
      // One external id may be drawn twice while shrinking, and the service refuses the second use.
      const used = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          const request = { ...drawRequest(g, route), ...externalId(g(fc.boolean)) };
          const compiled = compile(request, route, { allowsRetired: true, elementKind });
          expect(compiled.issues, JSON.stringify(request)).toEqual([]);
          if (request.externalTaskId !== undefined && used.has(request.externalTaskId)) return;
          used.add(request.externalTaskId ?? "");
          await expectAccepted(compiled.path, compiled.body);
        }),
        RUN,
      );
    },
  );
});

describe("one request written for both families", () => {
  // Both sides of the table of names; the standard row is the one that draws, so that both can carry the request.
  const pairs: readonly (readonly [string, string])[] = [
    ["text-to-video:kling-3.0", "v1/text2video:kling-v3"],
    ["text-to-video:kling-2.6", "v1/text2video:kling-v2-6"],
    ["text-to-video:kling-2.5-turbo", "v1/text2video:kling-v2-5-turbo"],
    ["image-to-video:kling-3.0", "v1/image2video:kling-v3"],
    ["image-to-video:kling-2.6", "v1/image2video:kling-v2-6"],
    ["image-to-video:kling-2.5-turbo", "v1/image2video:kling-v2-5-turbo"],
    ["omni-video:kling-3.0-omni", "v1/omni-video:kling-v3-omni"],
    ["omni-video:kling-o1", "v1/omni-video:kling-video-o1"],
    ["motion-control:kling-3.0", "v1/motion-control:kling-v3"],
    ["motion-control:kling-2.6", "v1/motion-control:kling-v2-6"],
  ];

  it.each(pairs)("%s and %s mean the same", (standardId, legacyId) => {
    const standard = routeOf(standardId);
    const legacy = routeOf(legacyId);
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const drawn = drawRequest(g, standard);
        // The families assume different qualities where none is asked for.
        const request = { ...drawn, resolution: drawn.resolution ?? "1080p" } as const;
        // Beside a feature video the service itself splits the shots; the legacy body cannot carry them.
        fc.pre(!(request.video?.use === "feature" && request.shots));
        // The longest input video, by which an unknown length is priced, differs by half a second.
        const options = { elementKind, inputVideoSeconds: 5 };
        const left = compile(request, standard, options);
        const right = compile(request, legacy, options);
        fc.pre(left.issues.length === 0);
        expect(right.issues, JSON.stringify(request)).toEqual([]);
        expect(shared(right.facts)).toEqual(shared(left.facts));
        expect(estimateOf(right.estimate)).toEqual(estimateOf(left.estimate));
      }),
      RUN,
    );
  });
});

function routeOf(id: string): Route {
  const route = findRoute(id);
  if (!route) throw new Error(`no route ${id}`);
  return route;
}

/** Facts that do not depend on how a family spells names and where it puts them. */
function shared(facts: VideoFacts | undefined) {
  if (!facts) throw new Error("no facts");
  const values = (items: readonly { readonly value: string }[]) => items.map(({ value }) => value);
  return {
    seconds: facts.durationSeconds,
    resolution: facts.resolution,
    aspectRatio: facts.aspectRatio,
    audio: facts.audio,
    // The prompt syntax has no place for spaces around a shot.
    shots: facts.shots.map(({ index, prompt, durationSeconds }) => ({
      index,
      prompt: prompt.trim(),
      durationSeconds,
    })),
    prompt: facts.shots.length > 0 ? undefined : facts.prompt,
    firstFrame: facts.firstFrame?.value,
    lastFrame: facts.lastFrame?.value,
    references: values(facts.referenceImages),
    elements: values(facts.elements),
    voices: values(facts.voices),
    videos: facts.videos.map(({ value, use }) => `${use} ${value}`),
    motion: [facts.motionImage?.value, facts.motionVideo?.value, facts.orientation],
    hasWatermark: facts.hasWatermark,
    callbackUrl: facts.callbackUrl,
    externalTaskId: facts.externalTaskId,
  };
}

const estimateOf = (estimate: object) => ({ ...estimate, reason: undefined });
