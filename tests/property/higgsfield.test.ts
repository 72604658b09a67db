import type { VideoRequest } from "@klingkit/spec";
import {
  compileHiggsfield,
  HIGGSFIELD_CREATES,
  type HiggsfieldCompiled,
  type HiggsfieldCreate,
} from "@klingkit/spec/higgsfield";
import { createTestEmulator } from "@klingkit/testkit";
import fc from "fast-check";
import { createHiggsfield } from "klingkit/higgsfield";
import { describe, expect, it } from "vitest";

const FIRST = "https://example.com/first.png";
const LAST = "https://example.com/last.png";
const REFERENCE = "https://example.com/reference.png";
const PERSON = "https://example.com/person.png";
const VIDEO = "https://example.com/input.mp4";
const DANCE = "https://example.com/dance.mp4";

/** Any request, whether an endpoint can honour it or not. */
const requests: fc.Arbitrary<VideoRequest> = fc.record(
  {
    prompt: fc.constantFrom("a fox in the snow", "狐狸 🦊"),
    negativePrompt: fc.constant("blurred"),
    shots: fc.array(
      fc.record({
        prompt: fc.constantFrom("wide", "close"),
        durationSeconds: fc.integer({ min: 1, max: 6 }),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    isMultiShot: fc.boolean(),
    firstFrame: fc.constant(FIRST),
    lastFrame: fc.constant(LAST),
    references: fc.constant([{ image: REFERENCE }]),
    elements: fc.constant([{ elementId: "829836802793406551" }]),
    video: fc.record({
      url: fc.constant(VIDEO),
      use: fc.constantFrom("feature", "base"),
      keepsSound: fc.boolean(),
    }),
    motion: fc.record({
      image: fc.constant(PERSON),
      videoUrl: fc.constant(DANCE),
      orientation: fc.constantFrom("image", "video"),
    }),
    voices: fc.constant([{ voiceId: "829" }]),
    durationSeconds: fc.integer({ min: 1, max: 17 }),
    aspectRatio: fc.constantFrom("16:9", "9:16", "1:1"),
    resolution: fc.constantFrom("720p", "1080p", "4k"),
    audio: fc.constantFrom("off", "native", "original"),
    hasWatermark: fc.boolean(),
    cfgScale: fc.constantFrom(0, 0.3, 0.305, 1),
    staticMask: fc.constant(FIRST),
  },
  { requiredKeys: [] },
);

const CURRENT = HIGGSFIELD_CREATES.filter(({ state }) => state !== "retired");

/** Fewer fields make more requests that can be sent. */
const modest: fc.Arbitrary<VideoRequest> = requests.chain((request) =>
  fc
    .shuffledSubarray(Object.keys(request), { maxLength: 3 })
    .map((keys) => Object.fromEntries(Object.entries(request).filter(([key]) => keys.includes(key)))),
);

/** What a part of a request must be found as: words of the body, or a property of the result. */
function isHonoured(field: string, request: VideoRequest, { operation, body }: HiggsfieldCompiled): boolean {
  const text = JSON.stringify(body);
  const [result] = operation.outcome(body).results;
  const holds = (...values: readonly unknown[]) =>
    values.every((value) => text.includes(JSON.stringify(value)));
  const { shots = [], durationSeconds, audio, video, motion } = request;
  switch (field) {
    case "prompt":
    case "negativePrompt":
    case "firstFrame":
    case "lastFrame":
      return holds(request[field]);
    case "references":
      return holds(REFERENCE);
    case "elements":
      return holds(request.elements?.[0]?.elementId);
    case "video":
      return (
        holds(video?.url) && operation.workflow === (video?.use === "base" ? "video-edit" : "video-reference")
      );
    case "motion":
      return holds(motion?.image, motion?.videoUrl, motion?.orientation);
    case "shots":
      return (
        body["multi_shots"] === true &&
        shots.every(({ prompt, durationSeconds: duration }) => holds({ prompt, duration }))
      );
    case "isMultiShot":
      return request.isMultiShot !== true || body["multi_shots"] === true;
    case "durationSeconds":
      return result?.seconds === durationSeconds;
    case "aspectRatio":
      return result?.aspectRatio === request.aspectRatio;
    case "resolution":
      return result?.resolution === request.resolution;
    case "audio":
      return result?.hasSound === (audio !== "off") && (audio !== "original" || motion !== undefined);
    case "cfgScale":
      return body["cfg_scale"] === request.cfgScale;
    case "hasWatermark":
      return request.hasWatermark !== true;
    default:
      return false;
  }
}

describe("a request compiled for an endpoint of Higgsfield", () => {
  it("is honoured in every part, or has issues", () =>
    fc.assert(
      fc.property(fc.oneof(requests, modest), fc.constantFrom(...CURRENT), (request, operation) => {
        const compiled = compileHiggsfield(request, operation);
        // Nothing is sent of a request with issues.
        if (compiled.issues.length > 0) return;
        const lost = Object.keys(request).filter((field) => !isHonoured(field, request, compiled));
        expect(lost).toEqual([]);
      }),
      { numRuns: 8000 },
    ));

  it("names every part for which the endpoint has no field", () =>
    fc.assert(
      fc.property(requests, fc.constantFrom(...CURRENT), (request, operation) => {
        const { issues } = compileHiggsfield(request, operation);
        const named = issues.map(({ field = "" }) => field.split(/[.[]/)[0]);
        for (const field of ["voices", "staticMask"] as const)
          if (request[field] !== undefined) expect(named).toContain(field);
        if (request.negativePrompt !== undefined && !hasField(operation, "negative_prompt"))
          expect(named).toContain("negativePrompt");
      }),
      { numRuns: 500 },
    ));

  it("is taken by the emulator where it has no issues, and refused for nothing else", async () => {
    await using emulator = await createTestEmulator({
      isStrict: true,
      higgsfield: { concurrency: 1_000_000 },
    });
    const higgsfield = createHiggsfield({
      credentials: "property-id:property-secret",
      baseUrl: emulator.baseUrl,
      fetch: emulator.fetch,
    });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(modest, fc.constantFrom(...CURRENT), async (request, operation) => {
        const { issues, body } = compileHiggsfield(request, operation);
        if (issues.length > 0) return;
        sent += 1;
        await higgsfield.create(operation, body);
      }),
      { numRuns: 5000 },
    );
    expect(emulator.control.journal()).toMatchObject({ creates: sent, accepted: sent });
    expect(sent).toBeGreaterThan(50);
  });
});

const hasField = ({ body: { def } }: HiggsfieldCreate, name: string): boolean =>
  def.type === "object" && Object.hasOwn(def.shape, name);
