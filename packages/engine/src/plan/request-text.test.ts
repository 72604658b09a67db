import { expect, test } from "vitest";
import { requestText } from "./request-text.ts";

const SHOTS = [
  { prompt: "a fox wakes", durationSeconds: 2 },
  { prompt: "it runs", durationSeconds: 3 },
];

test("shots stand in place of a prompt, which the service ignores beside them", () => {
  expect(requestText({ request: { prompt: "ignored", shots: SHOTS } })).toBe("1. a fox wakes 2. it runs");
});

test.each(["multi_shot", "multi_shots"])(
  "shots of a body are shown where %s is on, and only there",
  (field) => {
    const payload = { prompt: "a fox", [field]: true, multi_prompt: SHOTS };
    const request = { prompt: "a fox" };
    expect(requestText({ request, payload })).toBe("1. a fox wakes 2. it runs");
    expect(requestText({ request, payload: { ...payload, [field]: false } })).toBe("a fox");
  },
);

test.each([
  [{ sound_effect_prompt: "rain", bgm_prompt: "piano" }, "sound effect: rain; bgm: piano"],
  [{ input: { mode: "text2video", text: "hello" } }, "hello"],
  [
    {
      contents: [
        { type: "speech_script", text: "Hello." },
        { type: "goods_title", text: "Speaker" },
      ],
      settings: { action_prompt: "waves" },
    },
    "speech script: Hello.; goods title: Speaker; action: waves",
  ],
  [{ contents: [{ type: "prompt", text: "a fox" }] }, "a fox"],
])("the texts of a body are named by what they are for: %j", (payload, text) => {
  expect(requestText({ payload })).toBe(text);
});

test.each([[{}], [{ payload: null }], [{ payload: { video_id: "1", negative_prompt: "blur", prompt: "" } }]])(
  "there is no text in %j",
  (planned) => {
    expect(requestText(planned)).toBeUndefined();
  },
);
