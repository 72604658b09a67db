import { describe, expect, it } from "vitest";
import { checkCreate } from "../check/check.ts";
import { findVideoCreate } from "../operations/index.ts";
import { serviceMessage } from "../service-message.ts";
import { IMAGE2VIDEO_ROWS } from "./rows/image2video.ts";
import { OMNI_VIDEO_ROWS } from "./rows/omni-video.ts";
import { TEXT2VIDEO_ROWS } from "./rows/text2video.ts";

// The matrix of the page "Video Models" (spring 2026): S5 = std 5 s, P10 = pro 10 s. What is not listed has a cross there.
const CAMERA_CELLS: Readonly<Record<string, readonly string[]>> = {
  "text2video kling-v1": ["S5"],
  "image2video kling-v1-5": ["P5"],
};
const BRUSH_CELLS: Readonly<Record<string, readonly string[]>> = {
  "image2video kling-v1": ["S5", "P5"],
  "image2video kling-v1-5": ["P5"],
};

const U = "https://example.com/a.png";
const SIMPLE = { camera_control: { type: "simple", config: { zoom: 5 } } };
const MOVED = {
  trajectories: [
    { x: 1, y: 1 },
    { x: 9, y: 9 },
  ],
  mask: U,
};
const BRUSHES = [{ static_mask: U }, { dynamic_masks: [MOVED] }, { static_mask: U, dynamic_masks: [MOVED] }];

// Masters take no mode; their cells stand for both.
const MODES = [{ mode: "std" }, { mode: "pro" }, { mode: "4k" }, {}];
const CELLS = MODES.flatMap(({ mode }) =>
  ["5", "10"].map((duration) => ({
    name: `${mode === undefined ? "-" : mode === "4k" ? "4k" : mode.charAt(0).toUpperCase()}${duration}`,
    body: { ...(mode === undefined ? {} : { mode }), duration },
  })),
);

const ROWS = [
  ...TEXT2VIDEO_ROWS.map(({ model }) => ({ product: "text2video", model, body: { prompt: "A fox" } })),
  ...IMAGE2VIDEO_ROWS.map(({ model }) => ({ product: "image2video", model, body: { image: U } })),
  ...OMNI_VIDEO_ROWS.map(({ model }) => ({ product: "omni-video", model, body: { prompt: "A fox" } })),
];

function refusals(product: string, body: object): readonly string[] {
  const operation = findVideoCreate(`v1/${product}`);
  if (!operation) throw new Error(`no product ${product}`);
  return checkCreate(operation, body, { allowsRetired: true }).issues.map(({ path }) => path);
}

/** Cells in which the model makes videos, and in which of them it does so with the control. */
function judge({ product, model, body }: (typeof ROWS)[number], control: object) {
  const plain = CELLS.filter(
    (cell) => refusals(product, { model_name: model, ...body, ...cell.body }).length === 0,
  );
  const judged = plain.map((cell) => ({
    name: cell.name,
    paths: refusals(product, { model_name: model, ...body, ...cell.body, ...control }),
  }));
  return {
    plain: plain.map(({ name }) => name),
    passing: judged.filter(({ paths }) => paths.length === 0).map(({ name }) => name),
    paths: new Set(judged.flatMap(({ paths }) => paths)),
  };
}

/** A body without a mode is std, where the model has one. */
const withDefaults = (cells: readonly string[], plain: readonly string[]): readonly string[] =>
  plain.filter((name) => cells.includes(name) || cells.includes(name.replace("-", "S")));

describe.each(ROWS)("$product with $model", (row) => {
  const key = `${row.product} ${row.model}`;

  it("takes camera control in the cells of the page, and in no other", () => {
    const { plain, passing, paths } = judge(row, SIMPLE);
    expect(plain.length).toBeGreaterThan(0);
    expect(passing).toEqual(withDefaults(CAMERA_CELLS[key] ?? [], plain));
    for (const path of paths) expect(path).toContain("camera_control");
  });

  it.each(BRUSHES)("takes the motion brush in the cells of the page, and in no other: %j", (brush) => {
    const { plain, passing, paths } = judge(row, brush);
    expect(passing).toEqual(withDefaults(BRUSH_CELLS[key] ?? [], plain));
    for (const path of paths) expect(path).toMatch(/mask/);
  });
});

it.each([
  ["kling-v1", { mode: "pro" }],
  ["kling-v1", { duration: "10" }],
  ["kling-v3", {}],
])("answers camera control of %s with %j in the recorded words", (model_name, settings) => {
  const operation = findVideoCreate("v1/text2video");
  if (!operation) throw new Error("no text2video");
  const body = { model_name, prompt: "A fox", ...SIMPLE, ...settings };
  const { issues } = checkCreate(operation, body, { as: "service", allowsRetired: true, serviceMessage });
  expect(issues.map((issue) => issue.serviceMessage)).toEqual([
    "camera_control is only supported in std mode with 5s duration and kling-v1",
  ]);
});
