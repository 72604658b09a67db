import { readFileSync } from "node:fs";
import { type Approval, makePlan, parseBatch } from "@klingkit/engine";
import { createTelemetry, observeStore } from "@klingkit/engine/telemetry";
import type { MayHaveCharged, Unit } from "@klingkit/spec";
import { DataPointType, type MetricData } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { SERVICE_NAMES } from "../../packages/cli/src/jobs/service-registry.ts";
import { APPROVAL_WAYS } from "../../packages/engine/src/store/approval-way.ts";
import { ATTRIBUTE, GENERATE, METRIC, SPAN, submitName } from "../../packages/engine/src/telemetry/names.ts";
import { readPage } from "../../scripts/pages/read-page.ts";
import { createMetricRecorder } from "../engine/support/metric-recorder.ts";
import { createWorld, noFiles, type World } from "../engine/support/world.ts";

const PAGE = "docs/guides/observability.md";

/** The table of the guide whose first column is this one, by the code in its cells. */
function tableOf(first: string): ReadonlyMap<string, readonly string[]> {
  const { tables } = readPage(PAGE, readFileSync(PAGE, "utf8"));
  const table = tables.find(({ head }) => head[0] === first);
  const rows = table?.rows ?? [];
  return new Map(
    rows.flatMap(({ cells: [names = "", ...rest] }) => wordsOf(names).map((name) => [name, rest])),
  );
}

/** The names that a cell lists. */
const wordsOf = (cell: string | undefined): readonly string[] =>
  (cell ?? "").split(", ").filter((word) => word !== "–");

const sorted = (names: Iterable<string>): readonly string[] => [...names].toSorted();

test("the guide has a row for every span, attribute and metric, and for nothing else", () => {
  expect(sorted(tableOf("span").keys())).toEqual(sorted([...Object.values(SPAN), submitName("MODEL")]));
  expect(sorted(tableOf("attribute").keys())).toEqual(sorted(Object.values(ATTRIBUTE)));
  expect(sorted(tableOf("metric").keys())).toEqual(sorted(Object.values(METRIC)));
});

/** Every value of a type, which the compiler compares with it. */
const valuesOf = <Value extends string>(all: Readonly<Record<Value, true>>): readonly string[] =>
  Object.keys(all);

/** Attributes with a closed list of values. */
const VALUES = [
  [ATTRIBUTE.operation, [GENERATE]],
  [ATTRIBUTE.provider, SERVICE_NAMES],
  [ATTRIBUTE.approvalKind, valuesOf<Approval["kind"]>({ person: true, policy: true })],
  [ATTRIBUTE.approvalVia, APPROVAL_WAYS],
  [ATTRIBUTE.unit, valuesOf<Unit>({ video: true, image: true, try_on: true, usd: true, credit: true })],
  [ATTRIBUTE.mayHaveCharged, valuesOf<MayHaveCharged>({ no: true, yes: true, unknown: true })],
] as const;

/** Words in code of the second cell of the row. */
function codeOf(name: string): readonly string[] {
  const rows = readFileSync(PAGE, "utf8").split("\n");
  const start = rows.indexOf("| attribute | it holds |");
  const row = rows.slice(start).find((line) => line.split(" | ")[0]?.includes(`\`${name}\``));
  const [, holds = ""] = row?.slice(2).split(" | ") ?? [];
  return [...holds.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

test.each(VALUES)("the guide lists every value of %s", (name, values) => {
  expect(sorted(codeOf(name))).toEqual(sorted(values));
});

/** What the page says of all spans, or of all of jobs. */
const COMMON: readonly string[] = [
  ATTRIBUTE.purpose,
  ATTRIBUTE.jobId,
  ATTRIBUTE.provider,
  ATTRIBUTE.model,
  ATTRIBUTE.errorType,
];
const FROM_PLANS: readonly string[] = [SPAN.plan, SPAN.approve];

/** A create that is refused for want of a slot, one whose response is lost, and one that goes well. */
async function reportAll(world: World) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const metrics = createMetricRecorder();
  const { meterProvider } = metrics;
  const telemetry = createTelemetry({ tracerProvider, meterProvider, recordsPrompts: true });
  const engine = await world.openEngine({ collector: noFiles, telemetry, requiresApproval: true });
  const store = await world.openStore();
  const stopObserving = observeStore(store, { meterProvider, clock: world.clock });
  const faults = [
    {
      kind: "answer-before",
      status: 429,
      body: JSON.stringify({ code: 1303, message: "", request_id: "r" }),
    },
    { kind: "reset-after" },
  ] as const;
  for (const [at, fault] of [...faults, undefined].entries()) {
    world.faults.setRules(fault ? [{ method: "POST", path: /./, times: 1, fault }] : []);
    const batch = parseBatch(`purpose: teaser\nrequests: [{ prompt: fox ${at}, model: kling-2.5-turbo }]`);
    const plan = await makePlan(batch, { loadImage: () => Promise.reject(new Error("no image")), telemetry });
    const { id: approvalId } = await world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
    await world.clock.drive(engine.enqueue(plan, { approvalId }));
    await world.run(engine);
  }
  const collected = await world.clock.drive(metrics.collect());
  stopObserving();
  return { spans: exporter.getFinishedSpans(), metrics: collected };
}

const namesIn = (spans: readonly ReadableSpan[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { name, attributes } of spans) {
    const row = name.startsWith(GENERATE) ? submitName("MODEL") : name;
    found.set(row, new Set([...(found.get(row) ?? []), ...Object.keys(attributes)]));
  }
  return found;
};

const KINDS: Readonly<Record<DataPointType, string>> = {
  [DataPointType.GAUGE]: "gauge",
  [DataPointType.SUM]: "counter",
  [DataPointType.HISTOGRAM]: "histogram",
  [DataPointType.EXPONENTIAL_HISTOGRAM]: "histogram",
};

/** A metric as the guide describes it. */
const describeMetric = ({ descriptor: { name, unit }, dataPointType, dataPoints }: MetricData) => [
  name,
  KINDS[dataPointType],
  unit || "–",
  sorted(new Set(dataPoints.flatMap(({ attributes }) => Object.keys(attributes)))),
];

test("the guide names the attributes that each span and each metric has, with kind and unit", async () => {
  await using world = await createWorld();
  const { spans, metrics } = await reportAll(world);
  const seen = namesIn(spans);
  expect(sorted(seen.keys())).toEqual(sorted(tableOf("span").keys()));
  for (const [name, [, own]] of tableOf("span")) {
    const attributes = seen.get(name) ?? new Set();
    expect([name, sorted(attributes).filter((one) => !COMMON.includes(one))]).toEqual([
      name,
      sorted(wordsOf(own)),
    ]);
    const wanted = FROM_PLANS.includes(name) ? COMMON.slice(0, 1) : COMMON.slice(0, -1);
    expect([name, wanted.filter((one) => !attributes.has(one))]).toEqual([name, []]);
  }
  const rows = [...tableOf("metric")].map(([name, [kind, unit, , own]]) => [
    name,
    kind,
    unit,
    sorted(wordsOf(own)),
  ]);
  expect(metrics.map(describeMetric).toSorted()).toEqual(rows.toSorted());
});
