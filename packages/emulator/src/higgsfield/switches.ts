/** Behaviour that no source settles (`INF`), each with the likeliest reading as its default. */
export interface HiggsfieldSwitches {
  /** HTTP status of a body that breaks the endpoint's schema: both were seen. Default 422. */
  readonly validationStatus: 400 | 422;
  /** Whether such a body is answered with the validator's sentence, or with FastAPI's list. Default `text`. */
  readonly validationDetail: "text" | "list";
  /** `missing`: `/estimate/…` answers 404, as one integrator found it. Default `answers`. */
  readonly estimates: "answers" | "missing";
  /** `late`: a cancel gets 202 and the request still runs, as when it has just begun. Default `inTime`. */
  readonly cancels: "inTime" | "late";
  /** Refuses webhook addresses that are not HTTPS on a public host; those of this machine are always taken. Default true. */
  readonly checksWebhookUrls: boolean;
  /** Input URLs: `reserved` fails hosts that cannot exist (`.invalid`), `fetch` reads them, `off` trusts all. Default `reserved`. */
  readonly checksInputs: "reserved" | "fetch" | "off";
  /** Length of an input video, which is not known, in seconds. Default 5. */
  readonly assumedInputSeconds: number;
  /** Wait before the first repetition of a webhook, ms; it doubles each time, up to `webhookMaxRetryDelayMs`. Default 5000. */
  readonly webhookRetryDelayMs: number;
  /** The longest of these waits, ms. Default 600000. */
  readonly webhookMaxRetryDelayMs: number;
  /** `Retry-After` of a full queue, in seconds. Default 5. */
  readonly queueRetryAfterSeconds: number;
}

export const DEFAULT_HIGGSFIELD_SWITCHES: HiggsfieldSwitches = {
  validationStatus: 422,
  validationDetail: "text",
  estimates: "answers",
  cancels: "inTime",
  checksWebhookUrls: true,
  checksInputs: "reserved",
  assumedInputSeconds: 5,
  webhookRetryDelayMs: 5_000,
  webhookMaxRetryDelayMs: 600_000,
  queueRetryAfterSeconds: 5,
};
