import type { Reply } from "../server/call.ts";

/** FastAPI's own header. INF */
export const JSON_CONTENT_TYPE = "application/json";

/** One entry of a list of problems, as FastAPI writes it. */
export interface FieldProblem {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** A refusal in the service's words. */
export interface Refusal {
  readonly status: number;
  readonly detail: string | readonly FieldProblem[];
  /** Fields beside `detail`, such as `code`. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

export const refuse = (status: number, detail: Refusal["detail"]): Refusal => ({ status, detail });

export const reply = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body) });

export function refuseWith({ status, detail, more, retryAfterSeconds }: Refusal): Reply {
  return {
    ...reply(status, { detail, ...more }),
    ...(retryAfterSeconds === undefined ? {} : { headers: { "retry-after": String(retryAfterSeconds) } }),
  };
}
