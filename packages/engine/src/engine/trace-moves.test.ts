import { createSeededRandom } from "@klingkit/testkit";
import { expect, it } from "vitest";
import type { EventFacts } from "../events/event-data.ts";
import type { CommittedMove } from "../state/committed-moves.ts";
import { nextStates } from "../state/transitions.ts";
import { JOB_STATES } from "../store/job-state.ts";
import type { JobRow } from "../store/schema.ts";
import type { Attributes, SpanStart, Telemetry } from "../telemetry/telemetry.ts";
import { traceMoves } from "./trace-moves.ts";

const SPANS = 10_000;
/** Stands for prompts, links, paths and keys, which may be in any text of a job or an event. */
const SECRET = "https://cdn.example/secret?sign=1 a fox in the snow";

/** Every text of a job that spans leave out. */
const job: JobRow = {
  id: "j1",
  batch_id: "b1",
  purpose: "teaser",
  name: SECRET,
  route_id: "text-to-video:kling-v3",
  model: "kling-v3",
  plan_hash: "sha256:00",
  provider: "kling",
  account: SECRET,
  pool: "kling-v3/video",
  weight: 1,
  state: "approved",
  version: 1,
  next_at: 1,
  waits_for: null,
  lease_owner: SECRET,
  ext_id: "klingkit-1",
  ordinal: 0,
  round: 0,
  task_id: "77",
  approval_id: null,
  estimate_units: 1.5,
  unit: "video",
  failures: 0,
  error_json: JSON.stringify({ message: SECRET }),
  file_path: SECRET,
  timing_key: SECRET,
  accepted_at: 1000,
  ended_at: null,
  raw_status: SECRET,
  result_url: SECRET,
  files_until: null,
  retry_of: null,
  is_needed: 0,
  need_count: 0,
  trace_json: JSON.stringify({
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  }),
  created_at: 500,
  updated_at: 900,
};

const refusal = {
  code: "rate",
  message: SECRET,
  remedy: "later",
  serviceCode: SECRET,
  requestId: SECRET,
} as const;
const file = { filePath: SECRET, sizeBytes: 7, sha256: SECRET };
const EVENTS: readonly [EventFacts, ...EventFacts[]] = [
  { kind: "job-adopted", data: { taskId: "77", externalId: "klingkit-1" } },
  { kind: "job-accepted", data: { taskId: "77", externalId: "klingkit-1" } },
  { kind: "job-refused", data: refusal },
  { kind: "job-rejected", data: refusal },
  { kind: "job-unknown", data: { message: SECRET, externalId: "klingkit-1" } },
  { kind: "job-failed", data: { taskId: "77", units: 0, message: SECRET } },
  { kind: "job-succeeded", data: { taskId: "77", units: 1.5, message: SECRET } },
  { kind: "job-expired", data: { message: SECRET } },
  { kind: "job-collected", data: { ...file, others: [file] } },
  { kind: "job-canceled", data: { parentId: SECRET } },
  { kind: "job-reviewed", data: { by: SECRET } },
];

function createRecorder() {
  const starts: SpanStart[] = [];
  const all: unknown[] = [];
  const keep = (name: string, attributes: Attributes) => void all.push([name, attributes]);
  const telemetry: Telemetry = {
    recordsPrompts: false,
    active: () => undefined,
    startSpan(start) {
      starts.push(start);
      all.push(start);
      return { carrier: { traceparent: "" }, end: (end) => void all.push(end), run: (work) => work() };
    },
    count: keep,
    measure: (name, _, attributes) => keep(name, attributes),
    flush: () => Promise.resolve(),
  };
  return { telemetry, starts, all };
}

it(`puts no text of a job or an event into ${SPANS} spans that is not a name or a code`, () => {
  const { telemetry, starts, all } = createRecorder();
  const random = createSeededRandom(3);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const report = traceMoves(telemetry, { nowMs: () => 2000 });
  while (starts.length < SPANS) {
    const state = pick(JOB_STATES) ?? "approved";
    const to = pick(nextStates(state));
    const event = pick(EVENTS) ?? EVENTS[0];
    if (to === undefined) continue;
    const move: CommittedMove = { job: { ...job, state }, to, atMs: 1500, event };
    report([move]);
  }
  const leaks = all.filter((one) => /cdn|fox/.test(JSON.stringify(one) ?? ""));
  expect(leaks).toEqual([]);
  expect(new Set(starts.map(({ name }) => name)).size).toBe(5);
});

it("reports nothing of a job that has no trace, and still counts it", () => {
  const { telemetry, starts, all } = createRecorder();
  const event = { kind: "job-refused", data: { ...refusal, serviceCode: 1303 } } as const;
  const move: CommittedMove = {
    job: { ...job, state: "submitting", trace_json: null },
    to: "approved",
    atMs: 1,
    event,
  };
  traceMoves(telemetry, { nowMs: () => 2000 })([move]);
  expect(starts).toEqual([]);
  expect(all).toMatchObject([["klingkit.refusals", { "klingkit.service.code": 1303, "error.type": "rate" }]]);
});
