import { jsonSchemaOf, type Schema } from "@klingkit/spec";
import {
  ERAS,
  type Era,
  EXPIRES_AFTER_SECONDS,
  HIGGSFIELD_CALLS,
  HIGGSFIELD_CREATES,
  HIGGSFIELD_ERRORS,
  HIGGSFIELD_HOSTS,
  HIGGSFIELD_MESSAGES,
  HIGGSFIELD_POLLING_MS,
  HIGGSFIELD_RETENTION_DAYS,
  HIGGSFIELD_ROUTES,
  HIGGSFIELD_STATUSES,
  HIGGSFIELD_WEBHOOKS,
  type HiggsfieldCall,
  type HiggsfieldCreate,
  type HiggsfieldRoute,
  INVENTED_STATUS,
  MAX_SHOTS,
  SHOT_MAX_SECONDS,
  SHOT_PROMPT_MAX_CHARACTERS,
  UPLOAD_TYPES,
  UPLOAD_URL_SECONDS,
  URL_MAX_CHARACTERS,
  VALIDATION_STATUS,
} from "@klingkit/spec/higgsfield";
import { code, codeList, page, printSource, table } from "../markdown.ts";
import { listFields } from "./endpoints-page.ts";

export function printHiggsfieldPage(): string {
  return page("Higgsfield", [
    `Every Kling endpoint of Higgsfield, and the calls around them. Field names are the service's own. Credentials go to ${codeList(HIGGSFIELD_HOSTS)} and to a base URL that you set. [Kling and Higgsfield](../services.md) compares the two services.`,
    ...printRoutes(),
    ...printStatuses(),
    ...printErrors(),
    ...printEras(),
    ...printLimits(),
    "## Endpoints",
    'All bodies are flat JSON; the result is one video. Numbers are strict: `5`, not `"5"`. The service ignores unknown fields; klingkit refuses them.',
    ...HIGGSFIELD_CREATES.flatMap(printCreate),
    "## Other calls",
    ...HIGGSFIELD_CALLS.flatMap(printCall),
    ...printInvented(),
  ]);
}

function printRoutes(): string[] {
  return [
    "## Routes",
    "The state shows how well a route is verified, as on [the page of Kling's routes](routes.md). `not-a-route`: people ask for it, and no catalogue has it.",
    table(["Endpoint", "State", "Use instead", "Evidence"], HIGGSFIELD_ROUTES.map(printRoute)),
  ];
}

const printRoute = ({ id, state, useInstead = [], evidence, note }: HiggsfieldRoute) => [
  code(id),
  state,
  codeList(useInstead),
  [...evidence.map(printSource), ...(note === undefined ? [] : [note])].join(" · "),
];

function printStatuses(): string[] {
  const rows = Object.entries(HIGGSFIELD_STATUSES).map(([word, row]) => [
    code(word),
    code(row.status),
    row.charge,
    row.isCancelable ? "yes" : "no",
    row.hasWebhook ? "yes" : "no",
  ]);
  return [
    "## Statuses",
    table(["Status", "In klingkit", "Charge", "Can be canceled", "Sends a webhook"], rows),
  ];
}

function printErrors(): string[] {
  const rows = HIGGSFIELD_ERRORS.map(({ httpStatus, code: word, detail, eras, ...row }) => [
    httpStatus === 500 ? "500 and other 5xx" : httpStatus,
    word === undefined ? detail && `"${detail.source.replaceAll("\\b", "")}" in the text` : code(word),
    eras?.join(", "),
    row.class,
    row.meaning,
    row.isRetryable ? "yes" : "no",
    row.mayHaveCharged,
    row.remedy || "read: try again; create: send it again with the same Idempotency-Key",
  ]);
  return [
    "## Errors",
    `A body that breaks the schema gets ${VALIDATION_STATUS.usual}, and ${VALIDATION_STATUS.alsoSeen} at some endpoints. *Retry* and *may have charged* are as on [the page of Kling's codes](service-errors.md).`,
    table(
      ["HTTP", "Told apart by", "Eras", "Class", "Meaning", "Retry", "May have charged", "What to do"],
      rows,
    ),
  ];
}

const ERA_ROWS: readonly (readonly [string, (era: Era) => string])[] = [
  ["Since", ({ since }) => since],
  ["Base URL", ({ baseUrl }) => code(baseUrl)],
  ["`Idempotency-Key`", ({ hasIdempotencyKeys }) => yesNo(hasIdempotencyKeys)],
  [
    "Over the concurrency",
    ({ overConcurrency }) => (overConcurrency === "queued" ? "queued; 429 when the queue is full" : "400"),
  ],
  ["Signed webhooks", ({ signsWebhooks }) => yesNo(signsWebhooks)],
  [
    "Webhooks are repeated after",
    ({ webhookRetries }) => (webhookRetries === "not-2xx" ? "anything but 2xx" : "network errors and 5xx"),
  ],
  ["Results are kept from", ({ retainedFrom }) => `the ${retainedFrom}`],
  ["`expires_at`, `Hf-Expires-After`", ({ hasExpiry }) => yesNo(hasExpiry)],
  ["Estimate", ({ hasEstimate }) => yesNo(hasEstimate)],
  ["List of models", ({ hasModels }) => yesNo(hasModels)],
  ["Delete", ({ hasDelete }) => yesNo(hasDelete)],
];

const yesNo = (is: boolean): string => (is ? "yes" : "no");

function printEras(): string[] {
  const eras = Object.values(ERAS);
  return [
    "## Eras",
    "The API changed during 2026. The client and the emulator have each state of it; `c` is the default.",
    table(
      ["What", ...eras.map(({ id }) => `Era ${id}`)],
      ERA_ROWS.map(([label, print]) => [label, ...eras.map(print)]),
    ),
  ];
}

function printLimits(): string[] {
  const { first, factor, max, jitter } = HIGGSFIELD_POLLING_MS;
  const { timeoutSeconds, retrySeconds, rotationSeconds, toleranceSeconds } = HIGGSFIELD_WEBHOOKS;
  const { minimum, maximum } = EXPIRES_AFTER_SECONDS;
  const limits = [
    ["`Idempotency-Key`", "1 to 255 visible ASCII characters without white space"],
    ["`Hf-Expires-After`", `${minimum} to ${maximum} seconds; the account may allow less`],
    ["Results are kept", `${HIGGSFIELD_RETENTION_DAYS} days, if nothing else is asked for`],
    ["Uploads", `${codeList(UPLOAD_TYPES)}; an address works for ${UPLOAD_URL_SECONDS / 60} minutes`],
    ["Addresses in bodies", `${URL_MAX_CHARACTERS} characters, where a limit is stated`],
    [
      "Shots",
      `${MAX_SHOTS}, each of up to ${SHOT_MAX_SECONDS} seconds and ${SHOT_PROMPT_MAX_CHARACTERS} characters`,
    ],
    [
      "Webhooks",
      `respond within ${timeoutSeconds} s; repeated for ${retrySeconds / 3600} hours; both secrets sign for ${rotationSeconds / 3600} hours after a change; accept ${toleranceSeconds / 60} minutes of difference`,
    ],
    [
      "Recommended reads",
      `after ${first / 1000} s, then ${factor} times as long up to ${max / 1000} s, with up to ${jitter / 1000} s at random`,
    ],
  ];
  return [
    "## Limits",
    "The service publishes no numbers for concurrency, the queue, file sizes, or how long it remembers a key.",
    table(["What", "Limit"], limits),
  ];
}

function printCreate(create: HiggsfieldCreate): string[] {
  const retired = create.state === "retired" ? " Retired." : "";
  return [
    `### ${code(create.id)}`,
    `${create.title}.${retired} ${code(`${create.method} ${create.path}`)}.`,
    printFields(create.body),
    `Source: ${printSource(create.source)}.`,
  ];
}

const printFields = (schema: Schema): string =>
  table(["Field", "Type", "Required", "Text"], listFields(jsonSchemaOf(schema), ""));

function printCall({
  id,
  title,
  method,
  path,
  successStatus,
  body,
  query,
  source,
}: HiggsfieldCall): string[] {
  const schema = body ?? query;
  return [
    `### ${code(id)}`,
    `${title}. ${code(`${method} ${path}`)}, HTTP ${successStatus}. Free.`,
    ...(schema === undefined ? [] : [printFields(schema)]),
    `Source: ${printSource(source)}.`,
  ];
}

function printInvented(): string[] {
  const texts = Object.values(HIGGSFIELD_MESSAGES).filter(({ isInvented }) => isInvented);
  return [
    "## What the emulator invents",
    `The documentation names no text for these refusals, so the words are ours: ${texts.map(({ text }) => `"${text}"`).join(", ")}. Also ours: ${INVENTED_STATUS.deleteUnfinished} for deleting a request that has not ended, ${INVENTED_STATUS.deletedRead} for reading a deleted one, and ${INVENTED_STATUS.invalidWebhook} for an unusable webhook address. Do not depend on them.`,
  ];
}
