import { type ResponseRow, succeeded } from "./row.ts";

const soundEffect = {
  ...succeeded,
  taskId: "930802000000000001",
  externalTaskId: "fx-1",
  audios: [
    {
      id: "930802000000000777",
      mp3Url: "https://example.com/a.mp3",
      wavUrl: "https://example.com/a.wav",
      mp3DurationSeconds: 3,
      wavDurationSeconds: 3,
    },
  ],
  billing: { units: "0.25" },
};

/** Answers of sound effects, lip sync, avatars and effects. */
export const EXTRA_ROWS: readonly ResponseRow[] = [
  {
    name: "v1-text-to-audio/get-response",
    call: (kling) => kling.v1.audioTextToAudio.get("930802000000000001"),
    means: soundEffect,
  },
  {
    name: "v1-text-to-audio/tasks-response",
    call: (kling) => kling.tasks.get({ taskIds: ["930802000000000001"] }),
    means: [soundEffect],
  },
  {
    name: "v1-effects/create-response",
    call: (kling) =>
      kling.effects.create({ effect_scene: "pet_lion_pro", input: { image: "https://example.com/cat.png" } }),
    means: { taskId: "815336894036197446", product: "effects", status: "submitted" },
  },
  {
    name: "v1-effects/get-response",
    call: (kling) => kling.v1.effects.get("815336894036197446"),
    means: {
      ...succeeded,
      externalTaskId: "hug-1",
      videos: [
        {
          id: "815336900000000001",
          url: "https://example.com/fx.mp4",
          watermarkUrl: "https://example.com/fx-w.mp4",
        },
      ],
      billing: { units: "2" },
    },
  },
  {
    name: "v1-identify-face/response",
    call: (kling) => kling.lipSync.identify({ video_url: "https://example.com/a.mp4" }),
    means: {
      taskId: "850508686686064678",
      task: {
        ...succeeded,
        images: [{ index: 0, id: "0", url: "https://example.com/face0.png", startMs: 0, endMs: 5200 }],
        results: [{ kind: "image", id: "0", links: [{ url: "https://example.com/face0.png" }] }],
        billing: { units: "0.05" },
      },
    },
  },
  {
    name: "v1-advanced-lip-sync/get-response",
    call: (kling) => kling.v1.advancedLipSync.get("930802000000000003"),
    means: {
      ...succeeded,
      externalTaskId: "ls-1",
      videos: [{ id: "930802000000000780", url: "https://example.com/out.mp4", durationSeconds: 5.2 }],
      billing: { units: "1" },
    },
  },
];
