import { type Evidence, evidenceOf, ROUTES, type Route, type RouteState } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";

export interface RoutesOptions extends OutputOptions {
  readonly state?: string;
}

const FIELDS = ["route", "state", "family", "capability", "model", "path", "evidence"] as const;
const COLUMNS = [
  { title: "STATE" },
  { title: "ROUTE" },
  { title: "PATH", min: 12, cut: "middle", rank: 2 },
  { title: "EVIDENCE", min: 10, rank: 1 },
] as const;
const STATES: readonly RouteState[] = ["verified", "documented", "hypothesis", "legacy", "retired"];

export function runRoutes({ state, json }: RoutesOptions, deps: Deps): void {
  if (state !== undefined && !STATES.some((known) => known === state))
    throw usageError("invalid_state", `--state: no state '${state}'. Use ${STATES.join(", ")}.`);
  const routes = ROUTES.filter((route) => state === undefined || route.state === state).toSorted(
    (left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state),
  );
  const rows = routes.map(routeJson);
  const result = { success: true, routes: pickFields(rows, FIELDS, json), count: rows.length };
  printResult(deps, { json: json ?? false }, result, (style) => {
    return formatTable(
      style,
      COLUMNS,
      routes.map((route) => routeCells(style, route)),
    );
  });
}

function routeJson(route: Route): Readonly<Record<string, unknown>> {
  const { id, state, family, capability, model, operation } = route;
  const evidence = evidenceOf(route);
  return { route: id, state, family, capability, model, path: operation?.path ?? null, evidence };
}

const latest = (evidence: readonly Evidence[]): string => {
  const newest = evidence.toSorted((left, right) => right.readOn.localeCompare(left.readOn))[0];
  return newest ? `${newest.readOn}  ${newest.note ?? newest.confidence}` : "";
};

function routeCells(style: Style, route: Route): readonly string[] {
  const { id, state, operation } = route;
  const paint = {
    verified: style.good,
    documented: style.accent,
    hypothesis: style.warn,
    legacy: style.dim,
    retired: style.dim,
  };
  return [paint[state](state), id, operation?.path ?? "-", latest(evidenceOf(route))];
}
