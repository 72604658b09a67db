import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const CALL_HELP = `
Every other flag is a field of the operation: --field VALUE, nested ones as --field.sub VALUE, objects and lists as
JSON text. \`kling operations OPERATION\` lists its fields. Operations that read are free and print their data; those
that spend go through a plan and its approval, and become a job. An image field also takes the path of a local file.

Examples:
  kling operations v1/images/generations
  kling call v1/images/generations --prompt "a fox" --n 2 --dry-run
  kling call v1/audio/tts --text "Hello" --voice_id oversea_male1 --voice_language en -o hello.mp3
  kling call v1/images/generations --prompt "a fox in snow" --image ./fox.png --approve
  kling call v1/video-extend --body body.json --approve
  kling call v1/text2video/list --pageSize 5`;

/** `kling call OPERATION`: every operation, through plan, approval and job where it spends. */
export const callRow: CommandRow = {
  words: ["call"],
  operands: "<operation> [fields...]",
  usage: "[options] <operation> [--field value ...]",
  summary: "Call any operation of the service with its own fields",
  takesAnyFlag: true,
  flags: () => [
    ["--body <file>", "Read the body from a JSON file, or - for stdin; fields are added"],
    ...bodyPurchaseFlags(),
  ],
  help: CALL_HELP,
  load: async () => (await import("./call-run.ts")).runCall,
};

/** `kling operations`. */
export const operationsRow: CommandRow = {
  words: ["operations"],
  operands: "[operation]",
  summary: "List the operations of the service, or the fields of one",
  flags: [["--json", "Print JSON, also on a terminal"]],
  load: async () => (await import("./operations-run.ts")).runOperations,
};
