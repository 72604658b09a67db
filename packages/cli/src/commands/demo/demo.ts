import { requestFlag } from "../../create/request-flags.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { LOOK_FLAG } from "../../session/emulator-look.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling demo
  kling demo "a fox in the snow" --model kling-3.0 --duration 7 --ratio 9:16 --audio --out fox.mp4
  kling demo "the fox looks up" --image fox.png`;

/** \`kling demo\`. */
export const demoRow: CommandRow = {
  words: ["demo"],
  operands: "[prompt]",
  summary: "Make a video file with the built-in emulator: no key, no network, no cost",
  flags: () => [
    ["--service <name>", "whose API is shown: kling (default) or higgsfield"],
    ["-m, --model <name>", "model, by either of its names", "kling-v3"],
    ["-d, --duration <seconds>", "length in whole seconds", "5"],
    requestFlag("aspectRatio", " (default: 16:9)"),
    ["--resolution <size>", "720p, 1080p or 4k (default: 720p)"],
    ["--audio", "generate an audio track"],
    ["-i, --image <image>", "first frame: path or URL"],
    ["-o, --out <file>", "where to write it (default: a new file in ./out)"],
    ["--speed <factor>", "how many times faster than the service", "25"],
    LOOK_FLAG,
    ["--force", "replace the file when it is there already"],
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./demo-run.ts")).runDemo,
};
