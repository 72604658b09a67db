import type { Kling } from "klingkit";
import { type ResponseRow, succeeded } from "./row.ts";

const TASK_ID = "882836916432285766";
const read = (kling: Kling) => kling.tasks.get({ taskIds: [TASK_ID], family: "solutions" });
const link = (name: string) => `https://example.com/${name}`;

/** Answers of the solutions. */
export const SOLUTION_ROWS: readonly ResponseRow[] = [
  {
    name: "solutions/create-response",
    call: (kling) =>
      kling.solutions.talkingAgent({
        contents: [
          { type: "avatar_id", text: "avatar_anna_female" },
          { type: "speech_script", text: "Slow down for a moment." },
        ],
        options: { external_task_id: "my_task_123" },
      }),
    means: {
      taskId: TASK_ID,
      externalTaskId: "my_task_123",
      family: "solutions",
      product: "talking_agent",
      status: "submitted",
      createdAtMs: 1781080778802,
    },
  },
  {
    name: "solutions/try-on-create-response",
    call: (kling) =>
      kling.solutions.tryOn({
        contents: [
          { type: "product_image", url: link("shirt.jpg") },
          { type: "person_image", url: link("person.jpg") },
        ],
      }),
    means: { taskId: TASK_ID, family: "solutions", product: "virtual_try_on", status: "submitted" },
  },
  {
    name: "solutions/query-response",
    call: read,
    means: [
      {
        ...succeeded,
        taskId: TASK_ID,
        family: "solutions",
        externalTaskId: "my_task_123",
        videos: [{ url: link("v.mp4"), watermarkUrl: link("v-w.mp4"), durationSeconds: 32.5 }],
        billing: { quota: "1.2", listPrice: "1.4" },
      },
    ],
  },
  {
    name: "solutions/try-on-query-response",
    call: read,
    means: [
      {
        ...succeeded,
        rawStatus: "succeed",
        externalTaskId: "virtual-tryon-001",
        images: [{ url: link("try.png"), watermarkUrl: link("try-w.png") }],
        billing: { units: "20" },
      },
    ],
  },
  {
    name: "solutions/apparel-query-response",
    call: read,
    means: [
      {
        ...succeeded,
        images: [
          { name: "product_image", url: link("p.png"), watermarkUrl: link("p-w.png") },
          { name: "model_images", url: link("m.png"), watermarkUrl: link("m-w.png") },
        ],
        videos: [{ name: "product_video", url: link("v.mp4"), watermarkUrl: link("v-w.mp4") }],
      },
    ],
  },
  {
    name: "solutions/drama-query-response",
    call: read,
    means: [
      {
        ...succeeded,
        videos: [{ name: "subbed_video", url: link("ep01.mp4"), durationSeconds: 118.4 }],
        subtitles: [
          { format: "srt", url: link("ep01.srt") },
          { format: "ass", url: link("ep01.ass") },
        ],
        results: [
          { kind: "video", name: "subbed_video" },
          { kind: "subtitle", links: [{ url: link("ep01.srt"), format: "srt" }] },
          { kind: "subtitle", links: [{ url: link("ep01.ass"), format: "ass" }] },
        ],
      },
    ],
  },
];
