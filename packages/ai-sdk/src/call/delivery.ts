import type { Delivery } from "../settings.ts";
import { headerOf } from "./intent-key.ts";

/** The first version of `ai` that keeps videos which are delivered as `uploaded`; earlier ones throw after they were paid for. */
const UPLOADED_SINCE = [7, 0, 163] as const;
/** Idempotency keys of `@ai-sdk/workflow`, whose steps pass links and no bytes. */
const WORKFLOW_KEY = /^aisdk_workflow_video_/;

interface Caller {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** What the settings say. */
  readonly deliver?: Delivery | undefined;
  /** Models of `createKlingAI`: their callers read bytes. */
  readonly isDropIn: boolean;
}

/** How videos reach this caller: by the settings, else by the version of `ai` in the user agent. */
export function deliveryFor({ headers = {}, deliver, isDropIn }: Caller): Delivery {
  if (deliver !== undefined) return deliver;
  if (WORKFLOW_KEY.test(headerOf(headers, "idempotency-key") ?? "")) return "url";
  if (isDropIn) return "binary";
  const version = versionOf(headerOf(headers, "user-agent") ?? "");
  return version && !isBefore(version, UPLOADED_SINCE) ? "uploaded" : "binary";
}

/** The last `ai/x.y.z` counts: it stands behind a user agent of the caller's own. */
function versionOf(userAgent: string): readonly number[] | undefined {
  const found = [...userAgent.matchAll(/(?:^|\s)ai\/(\d+)\.(\d+)\.(\d+)/g)].at(-1);
  return found?.slice(1).map(Number);
}

function isBefore(version: readonly number[], other: readonly number[]): boolean {
  const at = version.findIndex((part, place) => part !== other[place]);
  return at >= 0 && (version[at] ?? 0) < (other[at] ?? 0);
}
