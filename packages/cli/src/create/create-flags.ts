import { type Capability, LEGACY_MODES, MODELS } from "@klingkit/spec/plain";
import type { Command } from "commander";
import { addAllowHostFlag } from "../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../session/connection-flags.ts";
import { addApprovalFlags, STORE_FLAG, STRICT_FLAG } from "../session/engine-flags.ts";
import { collect, SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";

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

/** Adds `--shot`, where a video may have several. */
export const addShotFlag = (command: Command): Command =>
  command.option(
    "--shot <seconds:text>",
    'one shot, such as "3:a fox looks up"; may be repeated, in place of the prompt',
    collect,
  );

interface FlagNames {
  /** `-m` means the model nearly everywhere, and the mode where the contract says so. */
  readonly mode: string;
  readonly model: string;
  readonly output: string;
}

export const USUAL_NAMES: FlagNames = {
  mode: "--mode <mode>",
  model: "-m, --model <name>",
  output: "-o, --output <file>",
};

/** Adds what all creates share: quality, model, and how to go about it. */
export function addCreateFlags(
  command: Command,
  capability: Capability,
  names: FlagNames = USUAL_NAMES,
): Command {
  command
    .option(names.model, `model, by either of its names: ${modelNames(capability)}`)
    .option(names.mode, `quality: ${MODES}`)
    .option("-f, --prompt-file <file>", "read the prompt from a file")
    .option("--watermark", "also make a file with a watermark")
    .option("--callback-url <url>", "URL that gets a POST at every status change")
    .option("--external-id <id>", "own task id, unique in the account (default: one that names the job)")
    .option("--allow-retired", "send models that the service has retired (for an emulator that runs them)")
    .option(...STRICT_FLAG)
    .option("--dry-run", "print route, payload, cost and warnings; send nothing, need no key")
    .option("--save-plan <file>", "as --dry-run, and save the plan for `kling approve` and `kling run`")
    .option("--wait", "wait for the video")
    .option(names.output, "wait, then download to this .mp4 file")
    .option(
      "--timeout <seconds>",
      `longest wait in seconds, also for a free slot or a lost response (default: ${WAIT_TIMEOUT_SECONDS}; ${SEND_TIMEOUT_SECONDS} where nothing is waited for)`,
    )
    .option("--purpose <text>", PURPOSE_HELP)
    .option("--max-units <units>", "with --approve: most units, or `any` where the price is unknown");
  addAllowHostFlag(command);
  addApprovalFlags(command)
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  return addConnectionFlags(command);
}
