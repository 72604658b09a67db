import { type Capability, LEGACY_MODES, MODELS } from "@klingkit/spec/plain";
import { ALLOW_HOST_FLAG } from "../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../session/connection-flags.ts";
import { APPROVAL_FLAGS, STORE_FLAG, STRICT_FLAG } from "../session/engine-flags.ts";
import { type Flag, REPEATED } from "../session/flag.ts";
import { SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";

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

const PURPOSE_HELP =
  "label under which creates are counted together: the second for one purpose needs an approval that covers several (default: one of its own for each request, so that only the same request again counts)";

/** Where a video may have several shots. */
export const SHOT_FLAG: Flag = [
  "--shot <seconds:text>",
  'one shot, such as "3:a fox looks up"; may be repeated, in place of the prompt',
  REPEATED,
];

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
  ["-f, --prompt-file <file>", "read the prompt from a file"],
  ["--watermark", "also make a file with a watermark"],
  ["--callback-url <url>", "URL that gets a POST at every status change"],
  ["--external-id <id>", "own task id, unique in the account (default: one that names the job)"],
  ["--allow-retired", "send models that the service has retired (for an emulator that runs them)"],
  STRICT_FLAG,
  ["--dry-run", "print route, payload, cost and warnings; send nothing, need no key"],
  ["--save-plan <file>", "as --dry-run, and save the plan for `kling approve` and `kling run`"],
  ["--wait", "wait for the video"],
  [names.output, "wait, then download to this .mp4 file"],
  [
    "--timeout <seconds>",
    `longest wait in seconds, also for a free slot or a lost response (default: ${WAIT_TIMEOUT_SECONDS}; ${SEND_TIMEOUT_SECONDS} where nothing is waited for)`,
  ],
  ["--purpose <text>", PURPOSE_HELP],
  ["--max-units <units>", "with --approve: most units, or `any` where the price is unknown"],
  ALLOW_HOST_FLAG,
  ...APPROVAL_FLAGS,
  STORE_FLAG,
  JSON_FLAG,
  ...CONNECTION_FLAGS,
];
