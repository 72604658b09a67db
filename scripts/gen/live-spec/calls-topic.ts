import { type Capability, isCreate, isVideoOperation, OPERATIONS, type Operation } from "@klingkit/spec";
import { TASK_TYPES } from "../../../packages/cli/src/session/task-types.gen.ts";
import { listWordOf } from "../../../packages/cli/src/session/task-types.ts";
import { code, table } from "../markdown.ts";
import { camelCase } from "../operation-schema.ts";
import type { Topic } from "./topic.ts";

/** Each operation with its call in the client, its command, and how sure its description is. */
export const callsTopic = (): Topic => ({
  name: "calls",
  title: "Calls and commands",
  summary: "every operation with its call in TypeScript, its command and the source of its description",
  text: [
    "`kling.create(operation, body)` sends any operation that costs something, `kling.write(operation, body)` any that changes something for free, and `kling call OPERATION` both, through a plan and its approval where it costs something.",
    table(
      ["Operation", "Cost", "Answer", "TypeScript", "Command", "Source"],
      OPERATIONS.map((operation) => [
        code(operation.id),
        operation.effect === "spends" ? "paid" : "free",
        operation.answer === "task" ? "a task" : "at once",
        callOf(operation),
        code(commandOf(operation)),
        `${operation.source.confidence} ${operation.source.readOn}`,
      ]),
    ),
  ].join("\n\n"),
});

/** Commands of the four kinds of video, which several routes make. */
const VIDEO_COMMANDS: Readonly<Record<Capability, string>> = {
  "text-to-video": "video create-from-text",
  "image-to-video": "video create-from-image",
  "omni-video": "video create",
  "motion-control": "video create-motion-control",
};

/** Calls of resources that are written by hand. */
const CALLS: Readonly<Record<string, string>> = {
  "tasks/query": "tasks.get",
  "tasks/scan": "tasks.list",
  "account/costs": "account.costs",
  "account/billing/package": "account.units.list",
  "account/billing/balance": "account.cash.list",
};

/** How the client sends an operation, such as `kling.images.generate(…)`. */
export function callOf(operation: Operation): string | undefined {
  const written = CALLS[operation.id];
  if (written !== undefined) return code(`kling.${written}(…)`);
  if ("sdk" in operation && operation.sdk !== undefined) return code(`kling.${operation.sdk.join(".")}(…)`);
  if (isCreate(operation) && isVideoOperation(operation)) {
    const isStandard = operation.family === "standard";
    const resource = camelCase(isStandard ? operation.capability : operation.product);
    return code(`kling.${isStandard ? "standard" : "v1"}.${resource}.create(…)`);
  }
  const { product, action } = operation;
  if (product === undefined || operation.family !== "legacy") return undefined;
  return code(`kling.v1.${camelCase(product)}.${action}(…)`);
}

/** The command that sends an operation. */
export function commandOf(operation: Operation): string {
  if ("cli" in operation && operation.cli !== undefined) return `kling ${operation.cli.join(" ")}`;
  if (isCreate(operation) && isVideoOperation(operation))
    return `kling ${VIDEO_COMMANDS[operation.capability]}`;
  const [type, task] =
    Object.entries(TASK_TYPES).find(([, { product }]) => product === operation.product) ?? [];
  if (task === undefined || (operation.action !== "get" && operation.action !== "list"))
    return `kling call ${operation.id}`;
  const verb = operation.action === "get" ? "status" : listWordOf(task.group);
  return `kling ${task.group} ${verb} --type ${type}`;
}
