import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { REPEATED } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
An emulator makes the task, so that nothing is charged and no key is needed. Your server gets what it would get later:
  event   what \`kling listen\` forwards, signed with the secret of \`kling listen --print-secret\`
  new     the callback of Kling's new endpoints, or Higgsfield's webhook
  legacy  the callback of Kling's /v1 endpoints
Callbacks of a service are signed with KLING_WEBHOOK_SECRET or HIGGSFIELD_WEBHOOK_SECRET, or with the listen secret if neither is set.

Examples:
  kling trigger task.downloaded
  kling trigger task.succeeded --to http://127.0.0.1:3000/hooks --duplicate
  kling trigger task.content-policy --shape legacy --to http://127.0.0.1:3000/kling
  kling trigger task.succeeded --service higgsfield --shape new --to http://127.0.0.1:3000/hf
  kling trigger task.succeeded --override data.task.model=kling-v9 --to http://127.0.0.1:3000/hooks`;

/** \`kling trigger\`. */
export const triggerRow: CommandRow = {
  words: ["trigger"],
  operands: "<event>",
  summary: "Send your server an event of an emulated task, for example task.succeeded",
  flags: [
    ["--to <url>", "URL of your server (default: the last of `kling listen --forward-to`)"],
    ["--service <name>", "Service: kling or higgsfield", "kling"],
    ["--shape <name>", "Shape of the body: event, new or legacy", "event"],
    ["--override <path=value>", "Change a field of the body before it is signed (repeatable)", REPEATED],
    ["--duplicate", "Send the event twice under one ID"],
    ["--reorder", "Send the preceding event after it"],
    ["--bad-signature", "Sign with another secret, which your server must refuse"],
    ["--late <time>", "Delay of the delivery to pretend, such as 10m"],
    STORE_FLAG,
    ["--json", "Print JSON, also on a terminal"],
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./trigger-run.ts")).runTrigger,
};
