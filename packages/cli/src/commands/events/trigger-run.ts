import { randomBytes } from "node:crypto";
import { signEvent } from "@klingkit/engine";
import { checkWebhookSecrets, WebhookError } from "klingkit/webhooks";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { type EmulatedTask, emulateTask } from "../../events/emulate-task.ts";
import { lastReceiver } from "../../events/last-receiver.ts";
import { localSecret } from "../../events/local-secret.ts";
import { applyOverrides } from "../../events/override.ts";
import { parseDuration, parseTarget, parseType } from "../../events/parse-event-flags.ts";
import { type Message, pickMessages } from "../../events/triggered-messages.ts";
import {
  SHAPES,
  type Shape,
  TRIGGERED_SERVICES,
  type TriggeredService,
} from "../../events/triggered-services.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { isForPeople, type OutputOptions, printJson } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { createStyle } from "../../terminal/style.ts";

interface TriggerOptions extends OutputOptions, StoreOptions {
  readonly to?: string;
  readonly service: string;
  readonly shape: string;
  readonly override?: readonly string[];
  readonly duplicate?: boolean;
  readonly reorder?: boolean;
  readonly badSignature?: boolean;
  readonly late?: string;
}

/** As long as `kling listen` waits. */
const TIMEOUT_MS = 10_000;

/** Sends what a server would get for a task, which an emulator makes. */
export async function runTrigger(event: string, options: TriggerOptions, deps: Deps): Promise<void> {
  const type = parseType(event, "kling trigger");
  const service = parseService(options.service);
  const shape = parseShape(options.shape, service);
  const ageMs = options.late === undefined ? 0 : parseDuration(options.late, "--late");
  const given = options.to === undefined ? undefined : parseTarget(options.to, "--to");
  const secret = await secretFor(deps, options, { service, shape });
  const url = given ?? (await lastReceiver(deps, options));
  const replies: Reply[] = [];
  let task: EmulatedTask | undefined;
  try {
    task = await emulateTask(deps, { type, service, shape, ageMs, secret });
    const [message, before] = pickMessages(task, { type, service, shape });
    const changed = { ...message, body: applyOverrides(message.body, options.override ?? []) };
    for (const one of orderOf(changed, before, options)) {
      const used = options.badSignature ? `whsec_${randomBytes(32).toString("base64")}` : secret;
      const reply = await post(deps, { url, secret: used, message: one });
      replies.push(reply);
      if (isForPeople(deps, options)) printReply(deps, type, reply, url);
    }
  } catch (cause) {
    throw deps.signal.aborted ? interruptedTrigger(cause) : cause;
  } finally {
    // A server that took the event may still read the file that it names.
    if (!replies.some(isTaken)) await task?.removeFile();
  }
  judge(replies, url, options);
  const result = { success: true, event: type, service: service.name, shape, url, deliveries: replies };
  if (!isForPeople(deps, options)) printJson(deps, result);
}

/** The emulated task ends with the command: there is nothing to resume. */
function interruptedTrigger(cause: unknown): CliError {
  const message =
    "Interrupted. The emulated task ended with the command, and nothing was charged. Run it again.";
  return new CliError({ code: "interrupted", message, details: { may_have_charged: "no" }, cause });
}

function oneOf<Word extends string>(words: readonly Word[], text: string, flag: string): Word {
  const found = words.find((word) => word === text);
  if (found) return found;
  throw usageError("usage_error", `${flag}: '${text}' is not one of ${words.join(", ")}.`);
}

function parseService(text: string): TriggeredService {
  const names = TRIGGERED_SERVICES.map(({ name }) => name);
  const name = oneOf(names, text, "--service");
  // `oneOf` has found the name in the same list.
  return TRIGGERED_SERVICES[names.indexOf(name)] as TriggeredService;
}

function parseShape(text: string, { title, shapes }: TriggeredService): Shape {
  const shape = oneOf(SHAPES, text, "--shape");
  if (shapes.includes(shape)) return shape;
  throw usageError(
    "usage_error",
    `--shape ${shape}: ${title} has no such callbacks. Use ${shapes.join(" or ")}.`,
  );
}

/** Callbacks are signed with the secret that a server checks those of the service with. */
async function secretFor(
  deps: Deps,
  options: StoreOptions,
  { service, shape }: { readonly service: TriggeredService; readonly shape: Shape },
): Promise<string> {
  const name = service.secretVariable;
  const [given] = (shape === "event" ? "" : (deps.env[name] ?? "")).split(",").map((one) => one.trim());
  if (!given) return localSecret(deps, options);
  try {
    checkWebhookSecrets([given]);
    return given;
  } catch (cause) {
    if (!WebhookError.isInstance(cause)) throw cause;
    throw usageError("invalid_webhook_secret", `${name}: ${cause.message}`);
  }
}

function orderOf(
  message: Message,
  before: Message | undefined,
  { duplicate, reorder }: TriggerOptions,
): readonly Message[] {
  if (reorder && !before) {
    const text =
      "--reorder: there is no event before this one. Use a later one, such as task.succeeded. Nothing was sent.";
    throw usageError("invalid_event", text);
  }
  return [message, ...(duplicate ? [message] : []), ...(reorder && before ? [before] : [])];
}

interface Reply {
  readonly id: string;
  /** Null where there was no response. */
  readonly status: number | null;
  readonly error?: string;
}

const isTaken = ({ status }: Pick<Reply, "status">) => status !== null && status >= 200 && status < 300;

interface Sending {
  readonly url: string;
  readonly secret: string;
  readonly message: Message;
}

async function post(deps: Deps, { url, secret, message: { id, body } }: Sending): Promise<Reply> {
  const text = JSON.stringify(body);
  try {
    const response = await deps.fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        // A receiver compares the time with its own clock.
        ...signEvent({ id, atMs: Date.now(), body: text, secrets: [secret] }),
      },
      body: text,
      redirect: "manual",
      signal: AbortSignal.any([deps.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { id, status: response.status };
  } catch (cause) {
    if (deps.signal.aborted) throw cause;
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    return { id, status: null, error: reason instanceof Error ? reason.message : String(reason) };
  }
}

function printReply({ io, env }: Deps, type: string, { id, status, error }: Reply, url: string): void {
  const style = createStyle(io.stdout, env);
  const result = isTaken({ status }) ? style.good(`[${status}]`) : style.bad(`[${status ?? "ERR"}]`);
  io.stdout.write(`--> ${type} ${style.dim(`[${id}]`)}\n`);
  io.stdout.write(`<-- ${result} POST ${url}${error === undefined ? "" : ` ${showOnOneLine(error)}`}\n`);
}

const isRefused = ({ status }: Pick<Reply, "status">) =>
  status !== null && status >= 400 && status < 500 && !NO_RECEIVER.includes(status);

/** Not found, and method not allowed: nobody has looked at the signature. */
const NO_RECEIVER: readonly number[] = [404, 405];

/** A well signed message has to be taken, any other one refused. Throws `delivery_failed` and `signature_not_checked`. */
function judge(replies: readonly Reply[], url: string, { badSignature }: TriggerOptions): void {
  if (badSignature) {
    if (!replies.some(isTaken)) {
      requireReply(replies, url, { isWanted: isRefused, verb: "refuse" });
      return;
    }
    const message = `${url} took a message with a wrong signature. Check the signature of each message before you use it, and respond with 400 to those that fail.`;
    throw new CliError({ code: "signature_not_checked", message, details: { url, deliveries: replies } });
  }
  requireReply(replies, url, { isWanted: isTaken, verb: "take" });
}

interface Wanted {
  readonly isWanted: (reply: Reply) => boolean;
  readonly verb: "take" | "refuse";
}

function requireReply(replies: readonly Reply[], url: string, { isWanted, verb }: Wanted): void {
  const other = replies.find((reply) => !isWanted(reply));
  if (!other) return;
  const reason = other.status === null ? `no response (${other.error})` : `HTTP ${other.status}`;
  const message = `${url} did not ${verb} the message ${other.id}: ${reason}. Nothing was charged. Start or correct your server, then run this again.`;
  throw new CliError({
    code: "delivery_failed",
    message,
    details: { event: other.id, url, deliveries: replies },
  });
}
