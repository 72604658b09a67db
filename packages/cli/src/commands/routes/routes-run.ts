import type { RouteEvidence } from "@klingkit/engine";
import { type Evidence, evidenceOf, ROUTES, type Route, type RouteState } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import { evidenceJson, readRecorded } from "./recorded-evidence.ts";

export interface RoutesOptions extends OutputOptions, StoreOptions {
  readonly state?: string;
  readonly report?: boolean;
}

const FIELDS = ["route", "state", "family", "capability", "model", "path", "evidence"] as const;
const COLUMNS = [
  { title: "STATE" },
  { title: "ROUTE" },
  { title: "PATH", min: 12, cut: "middle", rank: 2 },
  { title: "EVIDENCE", min: 10, rank: 1 },
] as const;
const STATES: readonly RouteState[] = ["verified", "documented", "hypothesis", "legacy", "retired"];

export async function runRoutes(options: RoutesOptions, deps: Deps): Promise<void> {
  const { state, json, report = false } = options;
  if (state !== undefined && !STATES.some((known) => known === state))
    throw usageError("invalid_state", `--state: no state '${state}'. Use ${STATES.join(", ")}.`);
  const recorded = await readRecorded(deps, options);
  const routes = ROUTES.map((route) => listed(route, recorded.get(route.id) ?? []))
    .filter((route) => state === undefined || route.state === state)
    .toSorted((left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state));
  if (report) {
    const { printReport } = await import("./routes-report.ts");
    deps.io.stdout.write(printReport(routes, deps.clock.nowMs()));
    return;
  }
  const result = { success: true, routes: pickFields(routes, FIELDS, json), count: routes.length };
  printResult(deps, { json: json ?? false }, result, (style) =>
    formatTable(
      style,
      COLUMNS,
      routes.map((route) => routeCells(style, route)),
    ),
  );
}

/** What purchases of the store proved comes after what the release knows, and makes the route a verified one. */
function listed(route: Route, recorded: readonly RouteEvidence[]) {
  const { id, family, capability, model, operation } = route;
  return {
    route: id,
    state: recorded.length > 0 ? ("verified" as const) : route.state,
    family,
    capability,
    model,
    path: operation?.path ?? null,
    evidence: [...evidenceOf(route), ...recorded.map(evidenceJson)],
  };
}

const latest = (evidence: readonly Evidence[]): string => {
  const newest = evidence.toSorted((left, right) => right.readOn.localeCompare(left.readOn))[0];
  return newest ? `${newest.readOn}  ${newest.note ?? newest.confidence}` : "";
};

function routeCells(
  style: Style,
  { route, state, path, evidence }: ReturnType<typeof listed>,
): readonly string[] {
  const paint = {
    verified: style.good,
    documented: style.accent,
    hypothesis: style.warn,
    legacy: style.dim,
    retired: style.dim,
  };
  return [paint[state](state), route, path ?? "-", latest(evidence)];
}
