import { sizesText } from "../../create/create-flags.ts";
import { requestFlag } from "../../create/request-flags.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { LOOK_FLAG } from "../../session/emulator-look.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling demo
  kling demo "a fox in the snow" --model kling-3.0 --duration 7 --aspect-ratio 9:16 --audio --output fox.mp4
  kling demo "the fox looks up" --first-frame fox.png`;

/** \`kling demo\`. */
export const demoRow: CommandRow = {
  words: ["demo"],
  operands: "[prompt]",
  summary: "Make a video file with the built-in emulator: no key, no network, no cost",
  flags: () => [
    ["--service <name>", "Service whose API is shown: kling or higgsfield (default: kling)"],
    ["-m, --model <name>", "Model, by either of its names", "kling-v3"],
    ["-d, --duration <seconds>", "Length in whole seconds", "5"],
    requestFlag("aspectRatio", { defaultText: "16:9" }),
    ["--resolution <size>", `${sizesText()} (default: 720p)`],
    ["--audio", "Generate an audio track"],
    requestFlag("firstFrame"),
    ["--image <image>", "First frame: path or URL", { isOtherNameOf: "--first-frame" }],
    ["-o, --output <file>", "File to write (default: a new file in ./out)"],
    ["--speed <factor>", "Speed, as a multiple of the service's", "25"],
    LOOK_FLAG,
    ["--force", "Replace an existing file"],
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./demo-run.ts")).runDemo,
};
