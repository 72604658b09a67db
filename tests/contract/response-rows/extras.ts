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
];
