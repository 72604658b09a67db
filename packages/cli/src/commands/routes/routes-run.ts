import type { RouteEvidence } from "@klingkit/engine";
import {
  type Evidence,
  evidenceOf,
  ROUTE_STATE_WORDS,
  ROUTES,
  type Route,
  type RouteState,
} from "@klingkit/spec";
import { HIGGSFIELD_CREATES, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { unknownState } from "../../session/unknown-state.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import { evidenceJson, readRecorded } from "./recorded-evidence.ts";

export interface RoutesOptions extends OutputOptions, StoreOptions {
  readonly state?: string;
  readonly report?: boolean;
}

const FIELDS = ["route", "state", "service", "family", "capability", "model", "path", "evidence"] as const;
const COLUMNS = [
  { title: "STATE" },
  { title: "ROUTE" },
  { title: "READ ON" },
  { title: "PATH", min: 12, cut: "middle", rank: 1 },
  { title: "EVIDENCE", min: 24, keep: 34 },
] as const;
/** Where the terminal is narrower, evidence stands below its route, so that it can be read. */
const EVIDENCE_MIN_COLUMNS = 100;
const STATES: readonly RouteState[] = ["verified", "documented", "hypothesis", "legacy", "retired"];

export async function runRoutes(options: RoutesOptions, deps: Deps): Promise<void> {
  const { json, report = false } = options;
  const state = readState(options.state);
  const recorded = await readRecorded(deps, options);
  const routes = [...ROUTES.map(ofKling), ...HIGGSFIELD_CREATES.map(ofHiggsfield)]
    .map((route) => listed(route, recorded.get(route.route) ?? []))
    .filter((route) => state === undefined || route.state === state)
    .toSorted((left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state));
  if (report) {
    const { printReport } = await import("./routes-report.ts");
    deps.io.stdout.write(printReport(routes, deps.clock.nowMs()));
    return;
  }
  const result = { success: true, routes: pickFields(routes, FIELDS, json), count: routes.length };
  printResult(deps, { json: json ?? false }, result, (style) => drawRoutes(style, routes));
}

/** A state by the word that is shown or by its name. */
function readState(text: string | undefined): RouteState | undefined {
  if (text === undefined) return undefined;
  const asked = text.trim().toLowerCase();
  const state = STATES.find((known) => known === asked || ROUTE_STATE_WORDS[known] === asked);
  if (state) return state;
  throw unknownState(text, { words: STATES.map((known) => ROUTE_STATE_WORDS[known]), names: STATES });
}

/** A table for each service: names of routes differ much in length between them. */
function drawRoutes(style: Style, routes: readonly Listed[]): string {
  const groups = [...Map.groupBy(routes, ({ service }) => service).values()];
  return groups.map((group) => drawTable(style, group)).join("\n");
}

function drawTable(style: Style, routes: readonly Listed[]): string {
  const isNarrow = (style.columns ?? EVIDENCE_MIN_COLUMNS) < EVIDENCE_MIN_COLUMNS;
  const rows = routes.map((route) => routeCells(style, route));
  if (!isNarrow) return formatTable(style, COLUMNS, rows);
  const notes = routes.map(({ evidence }) => [style.dim(`  ${latest(evidence)?.note ?? ""}`)]);
  return formatTable(style, COLUMNS.slice(0, -1), rows, { notes });
}

type Listed = ReturnType<typeof listed>;

/** What purchases of the store proved comes after what the release knows, and makes the route a verified one. */
const listed = (route: KnownRoute, recorded: readonly RouteEvidence[]) => ({
  ...route,
  state: recorded.length > 0 ? ("verified" as const) : route.state,
  evidence: [...route.evidence, ...recorded.map(evidenceJson)],
});

/** A route without what the store adds. */
interface KnownRoute {
  readonly route: string;
  readonly state: RouteState;
  readonly service: "kling" | "higgsfield";
  readonly family: string;
  readonly capability: string;
  readonly model: string;
  readonly path: string | null;
  readonly evidence: readonly Evidence[];
}

const ofKling = (route: Route): KnownRoute => {
  const { id, state, family, capability, model, operation } = route;
  const path = operation?.path ?? null;
  return { route: id, state, service: "kling", family, capability, model, path, evidence: evidenceOf(route) };
};

const ofHiggsfield = ({
  id,
  state,
  family,
  workflow,
  model,
  path,
  evidence,
}: HiggsfieldCreate): KnownRoute => ({
  route: id,
  state,
  service: "higgsfield",
  family,
  capability: workflow,
  model,
  path,
  evidence,
});

const latest = (
  evidence: readonly Evidence[],
): { readonly readOn: string; readonly note: string } | undefined => {
  const newest = evidence.toSorted((left, right) => right.readOn.localeCompare(left.readOn))[0];
  return newest && { readOn: newest.readOn, note: newest.note ?? newest.confidence };
};

function routeCells(style: Style, { route, state, path, evidence }: Listed): readonly string[] {
  const paint = {
    verified: style.good,
    documented: style.accent,
    hypothesis: style.warn,
    legacy: style.dim,
    retired: style.dim,
  };
  const newest = latest(evidence);
  return [
    paint[state](ROUTE_STATE_WORDS[state]),
    route,
    newest?.readOn ?? "",
    path ?? "-",
    newest?.note ?? "",
  ];
}
