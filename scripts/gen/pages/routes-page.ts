import {
  type Evidence,
  evidenceOf,
  ROUTE_STATE_WORDS,
  ROUTES,
  type Route,
  type RouteState,
} from "@klingkit/spec";
import { code, page, printSource, table } from "../markdown.ts";

/** Best proved first. */
const STATES: readonly { readonly state: RouteState; readonly meaning: string }[] = [
  { state: "verified", meaning: "proved by a recorded live run" },
  { state: "documented", meaning: "in the current official documentation, not yet proved by a run of ours" },
  { state: "hypothesis", meaning: "inferred, or known only from third parties" },
  { state: "legacy", meaning: "works or worked, no production default" },
  { state: "retired", meaning: "refused by the service" },
];

export function printRoutesPage(): string {
  const counts = STATES.map(({ state, meaning }) => [
    ROUTE_STATE_WORDS[state],
    routesIn(state).length,
    meaning,
  ]);
  return page("Routes", [
    "A route is an operation with a model. Its state shows how well it is verified, and its evidence shows by what. This page has the routes of Kling. Those of Higgsfield are its [endpoints](higgsfield.md), and `kling routes` lists both.",
    table(["State", "Routes", "Meaning"], counts),
    "Commands and pages show `hypothesis`, as JSON has it, as *unverified*.",
    ...STATES.filter(({ state }) => routesIn(state).length > 0).flatMap(({ state }) => [
      `## ${headingOf(state)}`,
      table(["Route", "Request", "Evidence"], routesIn(state).map(printRoute)),
    ]),
  ]);
}

function headingOf(state: RouteState): string {
  const word = ROUTE_STATE_WORDS[state];
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function routesIn(state: RouteState): Route[] {
  return ROUTES.filter((route) => route.state === state);
}

function printRoute(route: Route): (string | undefined)[] {
  const { id, operation } = route;
  const request =
    operation === undefined ? "cannot be compiled" : code(`${operation.method} ${operation.path}`);
  return [code(id), request, evidenceOf(route).map(printEvidence).join(" · ")];
}

function printEvidence(evidence: Evidence): string {
  const { taskId, deductedUnits } = evidence;
  const task = taskId === undefined ? undefined : `task ${taskId}`;
  const deducted = deductedUnits === undefined ? undefined : `deducted ${deductedUnits} units`;
  return [printSource(evidence), task, deducted].filter((part) => part !== undefined).join("; ");
}
