import { JSON_FLAG } from "../../session/connection-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling spec
  # all of it, as Markdown
  kling spec errors
  # one topic; \`kling spec --list\` lists them
  kling spec errors 1303
  # one error code, of klingkit or of the service
  kling spec v1/text2video
  # one operation: fields, limits, source`;

/** `kling spec [topic]`. */
export const specRow: CommandRow = {
  words: ["spec"],
  operands: "[topic] [code]",
  summary: "Print facts about the services: operations, models, limits, errors",
  flags: [["--list", "List the topics"], JSON_FLAG],
  help: EXAMPLES,
  load: async () => (await import("./spec-run.ts")).runSpec,
};
