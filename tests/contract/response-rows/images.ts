import { type ResponseRow, succeeded } from "./row.ts";

const TASK_ID = "930810057590833241";
const files = (...names: readonly string[]) =>
  names.map((name) => ({ url: `https://example.com/${name}.png` }));

/** Answers of operations that make images. */
export const IMAGE_ROWS: readonly ResponseRow[] = [
  {
    name: "v1-images-generations/create-response",
    call: (kling) => kling.images.generate({ prompt: "A puppy" }),
    means: {
      taskId: "930810057590833241",
      externalTaskId: "poster-17",
      family: "legacy",
      product: "images/generations",
      status: "submitted",
    },
  },
  {
    name: "v1-images-generations/get-response",
    call: (kling) => kling.v1.imagesGenerations.get("930810057590833241"),
    means: {
      ...succeeded,
      externalTaskId: "poster-17",
      videos: [],
      images: [
        { index: 0, url: "https://example.com/0.png", watermarkUrl: "https://example.com/0-w.png" },
        { index: 1, url: "https://example.com/1.png", watermarkUrl: "https://example.com/1-w.png" },
      ],
      billing: { units: "16" },
    },
  },
  {
    name: "v1-images-omni-image/create-response",
    call: (kling) => kling.images.omni({ prompt: "A fox", external_task_id: "poster-17" }),
    means: {
      taskId: TASK_ID,
      externalTaskId: "poster-17",
      product: "images/omni-image",
      status: "submitted",
    },
  },
  {
    name: "v1-images-omni-image/series-response",
    call: (kling) => kling.v1.imagesOmniImage.get(TASK_ID),
    means: {
      ...succeeded,
      images: [
        { index: 0, url: "https://example.com/s0.png", group: 0 },
        { index: 1, url: "https://example.com/s1.png", group: 0 },
      ],
      results: [
        { kind: "image", group: 0, links: files("s0") },
        { kind: "image", group: 0, links: files("s1") },
      ],
    },
  },
  {
    name: "v1-images-omni-image/get-failed-response",
    call: (kling) => kling.v1.imagesOmniImage.get("833446756000000001"),
    means: { status: "failed", message: "Image pixel is invalid", images: [], results: [] },
  },
  {
    name: "v1-images-omni-image/tasks-response",
    call: (kling) => kling.tasks.get({ taskIds: [TASK_ID] }),
    means: [
      {
        ...succeeded,
        externalTaskId: "poster-17",
        images: [{ index: 0, url: "https://example.com/0.png", watermarkUrl: "https://example.com/0-w.png" }],
        billing: { units: "16" },
      },
    ],
  },
  {
    name: "v1-general-ai-multi-shot/get-response",
    call: (kling) => kling.v1.generalAiMultiShot.get(TASK_ID),
    means: {
      ...succeeded,
      results: [0, 1, 2].flatMap((group) =>
        [1, 2, 3].map((view) => ({ kind: "image", group, links: files(`${group}-${view}`) })),
      ),
      billing: { units: "20" },
    },
  },
  {
    name: "v1-image-recognize/response",
    call: (kling) => kling.images.recognize({ image: "https://example.com/multi-1.png" }),
    means: {
      taskId: "0d6a2a0e-5c0b-4d0e-9a53-0f2b1d0d6a11",
      task: {
        ...succeeded,
        results: ["object", "head", "face"].map((part) => ({
          kind: "image",
          segment: `${part}_seg`,
          links: files(part),
        })),
        billing: { units: "0.1" },
      },
    },
  },
  {
    name: "v1-images-kolors-virtual-try-on/get-response",
    call: (kling) => kling.v1.imagesKolorsVirtualTryOn.get(TASK_ID),
    means: { ...succeeded, results: [{ kind: "image", links: files("try-on") }], billing: { units: "1" } },
  },
];
