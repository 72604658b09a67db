import { describe, expect, it } from "vitest";
import { findRoute } from "../routes/routes.ts";
import type { VideoRequest } from "../video/request.ts";
import { compile } from "./compile.ts";

function compiled(routeId: string, request: VideoRequest) {
  const route = findRoute(routeId);
  if (!route) throw new Error(`${routeId} is no route`);
  return compile(request, route);
}

const rulesOf = (routeId: string, request: VideoRequest) =>
  compiled(routeId, request).warnings.map(({ rule }) => rule);
const LEGACY = "v1/text2video:kling-v3";
const STANDARD = "text-to-video:kling-3.0";
const SCRIPT = "shot 1, 2, a; shot 2, 3, b;";

describe("shots", () => {
  it.each([LEGACY, STANDARD])("say how long the video is on %s", (routeId) => {
    const shots = [
      { prompt: "one", durationSeconds: 3 },
      { prompt: "two", durationSeconds: 4 },
    ];
    const { issues, estimate } = compiled(routeId, { shots });
    expect(issues).toEqual([]);
    expect(estimate).toMatchObject({ isKnown: true, seconds: 7 });
    expect(compiled(routeId, { shots, durationSeconds: 5 }).issues).toMatchObject([{ rule: "shots-total" }]);
  });

  it("warn where a character cannot be sent as written", () => {
    const shots = [
      { prompt: "He stops; she waves", durationSeconds: 3 },
      { prompt: "b", durationSeconds: 3 },
    ];
    expect(compiled(STANDARD, { shots }).warnings).toMatchObject([
      { rule: "prompt-altered", field: "shots[0].prompt" },
    ]);
    expect(rulesOf(LEGACY, { shots })).not.toContain("prompt-altered");
  });

  it.each([LEGACY, STANDARD])("are missed in a prompt that is written as shots on %s", (routeId) => {
    expect(rulesOf(routeId, { prompt: SCRIPT })).toContain("shot-script");
    expect(rulesOf(routeId, { prompt: "a shot of whisky" })).not.toContain("shot-script");
  });

  it("keep their lengths where several are wanted of a prompt that is written as shots", () => {
    const { body, issues } = compiled(LEGACY, { prompt: SCRIPT, isMultiShot: true });
    expect(issues).toEqual([]);
    expect(body).toMatchObject({
      multi_shot: true,
      shot_type: "customize",
      duration: "5",
      multi_prompt: [
        { index: 1, prompt: "a", duration: "2" },
        { index: 2, prompt: "b", duration: "3" },
      ],
    });
    expect(compiled(STANDARD, { prompt: SCRIPT, isMultiShot: true }).body).toMatchObject({
      prompt: SCRIPT,
      settings: { multi_shot: true, duration: 5 },
    });
  });
});
