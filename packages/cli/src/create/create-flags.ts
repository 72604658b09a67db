import { type Capability, LEGACY_MODES, MODELS } from "@klingkit/spec/plain";
import type { Flag } from "../session/flag.ts";
import { PREVIEW_FLAG } from "../session/preview-flag.ts";
import { purchaseFlags } from "./purchase-flags.ts";
import { requestFlag } from "./request-flags.ts";

/** `std (720p), pro (1080p), 4k`, from spec. */
const MODES = /* @__PURE__ */ Object.entries(LEGACY_MODES)
  .map(([mode, resolution]) => (mode === resolution ? mode : `${mode} (${resolution})`))
  .join(", ");

/** Names of the models that can do it, current ones only. */
export function modelNames(capability: Capability): string {
  return MODELS.filter(({ capabilities, retiredOn }) => !retiredOn && capabilities.includes(capability))
    .map(({ legacyName, standardName }) => [legacyName, standardName].filter(Boolean).join(" = "))
    .join(", ");
}

/** Where a video may have several shots. */
export const SHOT_FLAG: Flag = /* @__PURE__ */ requestFlag("shots", ': "3:a fox looks up"');

/** Written out: the help must not load the engine. */
const PLANNED = "kling (default) or higgsfield";

interface FlagNames {
  /** `-m` means the model nearly everywhere, and the mode where the contract says so. */
  readonly mode: string;
  readonly model: string;
  readonly output: string;
}

const USUAL_NAMES: FlagNames = {
  mode: "--mode <mode>",
  model: "-m, --model <name>",
  output: "-o, --output <file>",
};

/** What all creates share: quality, model, and how to go about it. */
export const createFlags = (capability: Capability, names: FlagNames = USUAL_NAMES): readonly Flag[] => [
  [names.model, `model, by either of its names: ${modelNames(capability)}`],
  [names.mode, `quality: ${MODES}`],
  ["--service <name>", `who makes it: ${PLANNED}; higgsfield takes the cheapest endpoint that honours all`],
  ["-f, --prompt-file <file>", "read the prompt from a file"],
  requestFlag("hasWatermark"),
  ...purchaseFlags({
    result: "video",
    output: [names.output, "wait, then download to this .mp4 file"],
  }),
  PREVIEW_FLAG,
];
