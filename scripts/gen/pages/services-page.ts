import {
  compile,
  type Estimate,
  EXTERNAL_ID_MAX_LENGTH,
  findRoute,
  RETENTION_DAYS,
  TASKS_GET_MAX_IDS,
  USD_PER_UNIT,
  type VideoRequest,
} from "@klingkit/spec";
import {
  creditsOf,
  EXPIRES_AFTER_SECONDS,
  findHiggsfieldCreate,
  HIGGSFIELD_PRICE_CARD,
  HIGGSFIELD_RETENTION_DAYS,
  HIGGSFIELD_USD_PER_CREDIT,
  HIGGSFIELD_WEBHOOKS,
} from "@klingkit/spec/higgsfield";
import { page, table } from "../markdown.ts";
import { featureRows } from "./service-features.ts";

interface Comparison {
  readonly what: string;
  readonly route: string;
  readonly request: VideoRequest;
  readonly endpoint: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Length of the input video, where the output follows it. */
  readonly inputVideoSeconds?: number;
}

const prompt = "a fox";
const image = "https://example.com/a.png";
const SECONDS = 5;

const text = (model: string, endpoint: string) => ({ route: `text-to-video:${model}`, endpoint });

/** The same video at both services, 5 seconds long. */
const COMPARISONS: readonly Comparison[] = [
  {
    what: "3.0 Turbo, 720p, with audio",
    ...text("kling-3.0-turbo", "v3.0-turbo/text-to-video"),
    request: { prompt },
    body: { prompt },
  },
  {
    what: "3.0 Turbo, 1080p, with audio",
    ...text("kling-3.0-turbo", "v3.0-turbo/text-to-video"),
    request: { prompt, resolution: "1080p" },
    body: { prompt, resolution: "1080p" },
  },
  {
    what: "3.0, 720p, silent",
    ...text("kling-3.0", "v3.0/std/text-to-video"),
    request: { prompt, audio: "off" },
    body: { prompt, sound: "off" },
  },
  {
    what: "3.0, 720p, with audio",
    ...text("kling-3.0", "v3.0/std/text-to-video"),
    request: { prompt, audio: "native" },
    body: { prompt, sound: "on" },
  },
  {
    what: "3.0, 1080p, silent",
    ...text("kling-3.0", "v3.0/pro/text-to-video"),
    request: { prompt, audio: "off", resolution: "1080p" },
    body: { prompt, sound: "off" },
  },
  {
    what: "3.0, 1080p, with audio",
    ...text("kling-3.0", "v3.0/pro/text-to-video"),
    request: { prompt, audio: "native", resolution: "1080p" },
    body: { prompt, sound: "on" },
  },
  {
    what: "3.0, 4k",
    ...text("kling-3.0", "v3.0/4k/text-to-video"),
    request: { prompt, audio: "off", resolution: "4k" },
    body: { prompt, sound: "off" },
  },
  {
    what: "2.6, 1080p, silent",
    ...text("kling-2.6", "v2.6/pro/text-to-video"),
    request: { prompt, audio: "off", resolution: "1080p" },
    body: { prompt, sound: "off" },
  },
  {
    what: "2.6, 1080p, with audio",
    ...text("kling-2.6", "v2.6/pro/text-to-video"),
    request: { prompt, audio: "native", resolution: "1080p" },
    body: { prompt, sound: "on" },
  },
  {
    what: "2.5 Turbo, 1080p",
    ...text("kling-2.5-turbo", "v2.5-turbo/pro/text-to-video"),
    request: { prompt, resolution: "1080p" },
    body: { prompt },
  },
  {
    what: "O1 (Omni) with a reference image, 1080p",
    route: "omni-video:kling-o1",
    request: { prompt, references: [{ image }], resolution: "1080p" },
    endpoint: "omni/image-reference",
    body: { prompt, image_urls: [image] },
  },
  {
    what: "3.0 Omni (O3) with a reference image, 720p, silent",
    route: "omni-video:kling-3.0-omni",
    request: { prompt, references: [{ image }], audio: "off" },
    endpoint: "o3/image-reference",
    body: { prompt, image_urls: [image] },
  },
  {
    what: "3.0 motion control, 720p",
    route: "motion-control:kling-3.0",
    request: { motion: { image, videoUrl: "https://example.com/a.mp4", orientation: "video" } },
    endpoint: "v3/motion-control/std",
    body: {},
    inputVideoSeconds: SECONDS,
  },
];

const ONE_DAY_SECONDS = 86_400;

export function printServicesPage(): string {
  return page("Choose between Kling and Higgsfield", [
    "Both services sell videos of the same Kling models, and one batch can [buy from both](guides/use-two-services.md). If you have no reason to choose, use the service where you already have funds.",
    "## Which one",
    table(["You want …", "Choose", "Because"], CHOICES),
    "Both are safe when a response is lost: at Kling, klingkit looks the task up, and at Higgsfield it sends the same request again with the same key. The older eras of Higgsfield have no keys: there, a lost response ends in `unknown`.",
    "## At a glance",
    table(["What", "Kling", "Higgsfield"], GLANCE),
    ...printPrices(),
    "## What you can ask for",
    "Each cell lists the models that take it, by Kling's names. A name such as `kling-v3` is that of a `/v1` path, and only this path takes it. `kling-o1` is Omni at Higgsfield, and `kling-3.0-omni` is O3. If a route cannot honour a request, klingkit refuses it and never shortens it.",
    table(["What", "Kling", "Higgsfield"], featureRows()),
    "Next: [buy from both services](guides/use-two-services.md), [Higgsfield's endpoints, errors and eras](reference/higgsfield.md), [Kling's operations](reference/endpoints.md), [errors and money](guides/errors-and-money.md).",
  ]);
}

const CHOICES: readonly (readonly string[])[] = [
  ["to change your mind", "Higgsfield", "It cancels a request while it is queued. Kling has no such call."],
  [
    "to submit more than may run",
    "either",
    "Higgsfield queues it. Kling refuses it, and klingkit sends it later.",
  ],
  [
    "to collect late",
    "Kling",
    `It keeps results for ${RETENTION_DAYS} days, Higgsfield for ${HIGGSFIELD_RETENTION_DAYS}.`,
  ],
  [
    "to start from local videos",
    "Higgsfield",
    "It takes addresses only, and klingkit uploads your files first. Kling takes images inside the request, and videos by address.",
  ],
  ["voices, images, speech, or audio for a finished video", "Kling", "klingkit offers them at Kling only."],
  [
    "a price from the service before you buy",
    "Higgsfield",
    "Only it has such a call, and not for every model. With its key, `kling plan`, `kling run`, `kling approve` and `kling call` ask for its prices. The plan shows which prices the service named and which come from the price list. A dry run asks nothing.",
  ],
];

const GLANCE: readonly (readonly string[])[] = [
  ["Credentials", "API key, or AccessKey and SecretKey for `/v1`", "key ID and secret"],
  ["Paid in", "units of a pack (video, image, try-on)", "US$ (the API also shows credits)"],
  [
    "Key of a create",
    `\`external_task_id\`, up to ${EXTERNAL_ID_MAX_LENGTH} characters, unique in the account`,
    "`Idempotency-Key`, 1 to 255 characters",
  ],
  [
    "The same key again",
    "refused; the task is found by it",
    "returns the original request, nothing is charged; 422 for another body",
  ],
  ["After a lost response", "look up by the key", "send the same request again with the same key"],
  [
    "Above the concurrency",
    "refused with code 1303",
    "queued; 429 `account_queue_full` when the queue is full",
  ],
  ["Cancel", "no call is documented", "while queued; refunded"],
  ["Failed, or refused by moderation", "not charged", "not charged (refunded)"],
  [
    "Results are kept",
    `${RETENTION_DAYS} days from the end of the task`,
    `${HIGGSFIELD_RETENTION_DAYS} days from the end, or ${EXPIRES_AFTER_SECONDS.minimum / 3600} hour to ${EXPIRES_AFTER_SECONDS.maximum / ONE_DAY_SECONDS} days as you ask`,
  ],
  ["Tasks per read", `${TASKS_GET_MAX_IDS} with an API key`, "1"],
  [
    "Reports to your address",
    "at every change of status; signed once you have made a secret",
    `at the end, except for canceled requests; signed once you have seen the secret, repeated for ${HIGGSFIELD_WEBHOOKS.retrySeconds / 3600} hours`,
  ],
  ["Erase a request", "no call is documented", "yes, when it has ended"],
  [
    "Unknown fields",
    "ignored by the service, refused by klingkit",
    "ignored by the service, refused by klingkit",
  ],
];

function printPrices(): string[] {
  const isSame = COMPARISONS.every(
    (one) => usdOf(klingPrice(one)) !== undefined && usdOf(klingPrice(one)) === usdOf(higgsfieldPrice(one)),
  );
  const verdict = isSame
    ? "At list prices, both services cost the same."
    : "List prices differ: compare the row of your video.";
  const rows = COMPARISONS.map((comparison) => [
    comparison.what,
    printPrice(klingPrice(comparison)),
    printPrice(higgsfieldPrice(comparison)),
  ]);
  return [
    "## Prices",
    `${verdict} Higgsfield ran discounts of 45 to 50 % in September and October 2026, so you may be charged less than the list price. Before you buy, klingkit shows the price of your own request.`,
    `These are list prices of a video of ${SECONDS} seconds. A Kling video unit costs US$ ${USD_PER_UNIT.video}. Higgsfield's prices are those of ${HIGGSFIELD_PRICE_CARD.version.replace("higgsfield-", "")} as integrators read them; a credit is worth about US$ ${HIGGSFIELD_USD_PER_CREDIT} (inferred).`,
    table(["Video", "Kling", "Higgsfield"], rows),
  ];
}

function klingPrice({ route, request, inputVideoSeconds }: Comparison): Estimate {
  const found = findRoute(route);
  if (!found) throw new Error(`no route ${route}`);
  const options = inputVideoSeconds === undefined ? {} : { inputVideoSeconds };
  const { issues, estimate } = compile(
    { durationSeconds: inputVideoSeconds === undefined ? SECONDS : undefined, ...request } as VideoRequest,
    found,
    options,
  );
  if (issues.length > 0) throw new Error(`${route}: ${issues.map(({ message }) => message).join(" ")}`);
  return estimate;
}

function higgsfieldPrice({ endpoint, body, inputVideoSeconds }: Comparison): Estimate {
  const create = findHiggsfieldCreate(`kling-video/${endpoint}`);
  if (!create) throw new Error(`no endpoint ${endpoint}`);
  return create.estimate({ duration: SECONDS, ...body }, { inputVideoSeconds });
}

const usdOf = (estimate: Estimate): string | undefined =>
  estimate.isKnown ? estimate.usd.toFixed(4) : undefined;

function printPrice(estimate: Estimate): string {
  if (!estimate.isKnown) return "unknown";
  const usd = `US$ ${estimate.usd.toFixed(2)}`;
  if (estimate.unit === "usd") return `${usd} (about ${creditsOf(estimate.usd)} credits)`;
  return `${estimate.units} units (${usd})`;
}
