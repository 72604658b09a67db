import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { Deps } from "../../deps.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CallOptions } from "../call/call-run.ts";
import type { CommandRow } from "../command-row.ts";

const SESSION_FLAG: Flag = [
  "--session <file>",
  "File that keeps the editing session (default: in the data folder)",
];

const COMMON: readonly Flag[] = [SESSION_FLAG, JSON_FLAG, ...CONNECTION_FLAGS];

const POINT_FLAGS: readonly Flag[] = [
  ["--frame <number>", "Frame of the video, from 0", "0"],
  ["--point-axis <axis>", "Direction in which the service counts y: down from the top, or up", "down"],
  ["--overlay <file>", "PNG that shows the selection on the frame (default: selection-<frame>.png)"],
  ...COMMON,
];

const POINTS_HELP = `
A point is x,y: shares of the picture from its top left, such as 0.25,0.4. Up to 10 points on each of 10 frames.
What is selected is written as a picture: on the frame if ffmpeg is installed, else alone.
`;

/** Commands of the multi-elements suite that follow each other. \`apply\` spends; the others cost nothing. */
export const EDIT_ROWS: readonly CommandRow[] = [
  { words: ["edit"], summary: "Edit things in a video: select, preview, apply" },
  {
    words: ["edit", "init"],
    operands: "<video>",
    summary: "Open a video for editing: the ID of a video that Kling made, or a URL",
    flags: COMMON,
    load: async () => (await import("./edit-run.ts")).runInit,
  },
  {
    words: ["edit", "select"],
    operands: "<points...>",
    summary: "Select what the points touch, and write a picture of it",
    flags: POINT_FLAGS,
    help: POINTS_HELP,
    load: async () => (await import("./edit-run.ts")).runSelect,
  },
  {
    words: ["edit", "unselect"],
    operands: "<points...>",
    summary: "Take points back; write them as when they were given",
    flags: POINT_FLAGS,
    help: POINTS_HELP,
    load: async () => (await import("./edit-run.ts")).runUnselect,
  },
  {
    words: ["edit", "clear"],
    summary: "Take all points back",
    flags: COMMON,
    load: async () => (await import("./edit-run.ts")).runClear,
  },
  {
    words: ["edit", "preview"],
    summary: "Show what is selected, as links to a video and a picture",
    flags: COMMON,
    load: async () => (await import("./edit-run.ts")).runPreview,
  },
  {
    words: ["edit", "apply"],
    operands: "[words...]",
    usage: "[options] [prompt] --edit-mode addition|swap|removal [--field value ...]",
    summary: "Edit what was selected in a video",
    takesAnyFlag: true,
    flags: () => [SESSION_FLAG, ...bodyPurchaseFlags()],
    help: "\nGoes through a plan and its approval, and becomes a job. The same as `kling call v1/multi-elements`; session and duration come from `kling edit init`.",
    load: async () => {
      const { runApply } = await import("./apply-run.ts");
      return (words: readonly string[], options: CallOptions & { readonly session?: string }, deps: Deps) =>
        runApply(words, options, deps);
    },
  },
];
