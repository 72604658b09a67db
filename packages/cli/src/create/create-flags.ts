import { type Capability, LEGACY_MODES, MODELS } from "@klingkit/spec/plain";
import type { Flag } from "../session/flag.ts";
import { PREVIEW_FLAG } from "../session/preview-flag.ts";
import { purchaseFlags } from "./purchase-flags.ts";
import { requestFlag } from "./request-flags.ts";

/** `720p (std), 1080p (pro), 4k`, from spec: sizes, and the words of the service. */
const sizes = (modes: readonly string[]): string =>
  Object.entries(LEGACY_MODES)
    .filter(([mode]) => modes.includes(mode))
    .map(([mode, size]) => (mode === size ? size : `${size} (${mode})`))
    .join(", ");

/** Text of `--resolution`. */
export const sizesText = (modes: readonly string[] = Object.keys(LEGACY_MODES)): string =>
  `Size of the picture: ${sizes(modes)}`;

/** Below the options of a create: the words of the service that are taken, too. */
export const OTHER_NAMES = `
--ratio, --mode (${Object.keys(LEGACY_MODES).join(", ")}) and --sound are accepted as names of --aspect-ratio, --resolution and --audio.
`;

/** Names of the models that can do it, current ones only. */
export function modelNames(capability: Capability): string {
  return MODELS.filter(({ capabilities, retiredOn }) => !retiredOn && capabilities.includes(capability))
    .map(({ legacyName, standardName }) => [legacyName, standardName].filter(Boolean).join(" = "))
    .join(", ");
}

/** Where a video may have several shots. */
export const SHOT_FLAG: Flag = /* @__PURE__ */ requestFlag("shots", {
  note: ', such as "3:a fox looks up"',
});

/** Written out: the help must not load the engine. */
const PLANNED = "kling or higgsfield (default: kling)";

interface FlagNames {
  /** `-m` means the model nearly everywhere, and the size where the contract says so. */
  readonly resolution: string;
  readonly model: string;
  readonly output: string;
}

const USUAL_NAMES: FlagNames = {
  resolution: "--resolution <size>",
  model: "-m, --model <name>",
  output: "-o, --output <file>",
};

/** What all creates share: quality, model, and how to go about it. */
export const createFlags = (capability: Capability, names: FlagNames = USUAL_NAMES): readonly Flag[] => [
  [names.model, `Model, by either of its names: ${modelNames(capability)}`],
  [names.resolution, sizesText()],
  ["--service <name>", `Service that makes the video: ${PLANNED}`],
  ["-f, --prompt-file <file>", "Read the prompt from a file"],
  requestFlag("hasWatermark"),
  ...purchaseFlags({
    result: "video",
    output: [names.output, "Wait, then download to this .mp4 file"],
  }),
  PREVIEW_FLAG,
];
