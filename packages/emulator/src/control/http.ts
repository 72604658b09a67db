import * as z from "zod/mini";
import { InvalidFaultsError } from "../world/faults/fault-rule.ts";
import { AdminError } from "./admin-error.ts";
import { ADMIN_BODIES } from "./admin-schemas.ts";
import { type GuardOptions, guardAgainstBrowsers } from "./browser-guard.ts";
import type { EmulatorControl } from "./control.ts";

export const ADMIN_PREFIX = "/_emulator";

/** What the admin API controls. Rules come from outside: `setFaults` checks them. */
export interface AdminControl extends Omit<EmulatorControl, "setFaults"> {
  setFaults(rules: unknown): void;
}

export interface AdminApiOptions extends GuardOptions {
  readonly control: AdminControl;
  /** What `GET /_emulator/info` returns: version, seed, clock, base URL, and of a task whether it is known. No secrets. */
  readonly info: (taskId: string | undefined) => Readonly<Record<string, unknown>>;
}

/** Answers requests under `/_emulator/`; `undefined` for all others. Failures are `{ error: { code, message } }`. */
export type AdminApi = (request: Request) => Promise<Response | undefined>;

export function createAdminApi(options: AdminApiOptions): AdminApi {
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname !== ADMIN_PREFIX && !url.pathname.startsWith(`${ADMIN_PREFIX}/`)) return undefined;
    try {
      const path = url.pathname.slice(ADMIN_PREFIX.length);
      guardAgainstBrowsers(request, { ...options, isGreeting: request.method === "GET" && path === "/info" });
      const handler = findHandler(request.method, path);
      const account = url.searchParams.get("account") ?? undefined;
      const service = url.searchParams.get("service") ?? undefined;
      const task = url.searchParams.get("task") ?? undefined;
      return Response.json(
        await handler.run({ ...options, request, account, service, task, id: handler.id }),
      );
    } catch (error) {
      return toAdminError(error).toResponse();
    }
  };
}

interface Context extends AdminApiOptions {
  readonly request: Request;
  /** From the query. */
  readonly account: string | undefined;
  readonly service: string | undefined;
  readonly task: string | undefined;
  /** Last segment of paths that name a thing. */
  readonly id: string;
}

type Run = (context: Context) => unknown;

const done = { isDone: true } as const;

const HANDLERS: Readonly<Record<string, Readonly<Record<string, Run>>>> = {
  "/info": { GET: ({ control, info, task }) => ({ ...info(task), nowMs: control.nowMs() }) },
  "/now": { GET: ({ control }) => ({ nowMs: control.nowMs() }) },
  "/advance": {
    POST: async ({ control, request }) => {
      await control.advance((await readBody(request, ADMIN_BODIES.advance)).ms);
      return { nowMs: control.nowMs() };
    },
  },
  "/journal": { GET: ({ control, account, service }) => control.journal(account, service) },
  "/tasks": { GET: ({ control, account }) => ({ tasks: control.tasks(account) }) },
  "/tasks/:id": { PATCH: patchTask },
  "/faults": {
    GET: ({ control }) => ({ faults: control.faults() }),
    PUT: async ({ control, request }) => {
      control.setFaults(await readJson(request));
      return { faults: control.faults() };
    },
    DELETE: ({ control }) => {
      control.clearFaults();
      return done;
    },
  },
  "/keys": {
    POST: async ({ control, request }) => {
      control.addKey(await readBody(request, ADMIN_BODIES.key));
      return done;
    },
  },
  "/webhook-secret": {
    POST: async ({ control, request }) => {
      const { secret, ...options } = await readBody(request, ADMIN_BODIES.webhookSecret);
      control.rotateWebhookSecret(secret, options);
      return done;
    },
    DELETE: async ({ control, request }) => {
      control.removeWebhookSecrets(await readBody(request, ADMIN_BODIES.removedSecrets));
      return done;
    },
  },
  "/test-callback": {
    POST: async ({ control, request }) =>
      control.sendTestCallback((await readBody(request, ADMIN_BODIES.testCallback)).url),
  },
  "/elements": {
    POST: async ({ control, request }) => {
      control.addElement(await readBody(request, ADMIN_BODIES.element));
      return done;
    },
  },
  "/packs": {
    PUT: async ({ control, request }) => {
      const { packs, account } = await readBody(request, ADMIN_BODIES.packs);
      control.setPacks(packs ?? undefined, account);
      return done;
    },
  },
  "/reset": {
    POST: async ({ control, request }) => {
      control.reset((await readBody(request, ADMIN_BODIES.reset)).account);
      return done;
    },
  },
};

/** Methods that each path of the admin API takes. */
export const ADMIN_PATHS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(HANDLERS).map(([path, methods]) => [path, Object.keys(methods)]),
);

async function patchTask({ control, request, id }: Context): Promise<unknown> {
  const patch = await readBody(request, ADMIN_BODIES.task);
  if (control.setTask(id, patch)) return done;
  throw new AdminError("task_not_open", `Task ${id} is unknown or has ended.`);
}

function findHandler(method: string, path: string): { readonly run: Run; readonly id: string } {
  const named = /^(\/tasks)\/([^/]+)$/.exec(path);
  const methods = HANDLERS[named === null ? path : `${named[1]}/:id`];
  if (methods === undefined) {
    throw new AdminError("not_found", `There is no ${ADMIN_PREFIX}${path}.`, {
      paths: Object.keys(HANDLERS).map((known) => `${ADMIN_PREFIX}${known}`),
    });
  }
  const run = methods[method];
  if (run === undefined) {
    const allowed = Object.keys(methods);
    throw new AdminError("method_not_allowed", `${ADMIN_PREFIX}${path} takes ${allowed.join(", ")}.`, {
      allowed,
    });
  }
  return { run, id: named?.[2] ?? "" };
}

/** An empty body counts as `{}`. */
async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AdminError("invalid_json", `The body is not valid JSON (${String(error)}).`);
  }
}

async function readBody<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(await readJson(request), { error: z.locales.en().localeError });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new AdminError("invalid_request", `${field || "body"}: ${issue?.message ?? "not valid"}`, { field });
}

function toAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  if (error instanceof InvalidFaultsError) {
    return new AdminError("invalid_faults", error.message, {
      ruleIndex: error.ruleIndex,
      field: error.field,
    });
  }
  if (error instanceof RangeError) return new AdminError("invalid_request", error.message);
  throw error;
}
