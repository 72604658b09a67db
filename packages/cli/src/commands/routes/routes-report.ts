import type { RouteState } from "@klingkit/spec";

/** A route as `kling routes` lists it. */
export interface ListedRoute {
  readonly route: string;
  readonly state: RouteState;
  readonly path: string | null;
  readonly evidence: readonly {
    readonly confidence: string;
    readonly readOn: string;
    readonly note?: string;
    readonly taskId?: string;
    readonly deductedUnits?: string;
  }[];
}

const SECTIONS: readonly { readonly state: RouteState; readonly title: string; readonly text: string }[] = [
  { state: "verified", title: "Verified", text: "Proved by a recorded live run: safe to use in production." },
  {
    state: "documented",
    title: "Documented",
    text: "In the current official documentation, not yet proved by a run of ours. These come next.",
  },
  {
    state: "hypothesis",
    title: "Unverified",
    text: "Inferred, or known from third parties only. A create needs an approval that knows it.",
  },
  { state: "legacy", title: "Legacy", text: "Works or worked; no production default." },
  { state: "retired", title: "Retired", text: "Refused by the service." },
];

/** The status of the API as Markdown: what is proved and by what, what comes next, and what needs a yes. */
export function printReport(routes: readonly ListedRoute[], nowMs: number): string {
  const parts = SECTIONS.flatMap(({ state, title, text }) => {
    const own = routes.filter((route) => route.state === state);
    return own.length === 0 ? [] : [`## ${title}: ${own.length}`, text, own.map(line).join("\n")];
  });
  return `${[
    "# API status",
    `As of ${new Date(nowMs).toISOString().slice(0, 10)}.`,
    ...parts,
    "## What needs an explicit approval",
    [
      "- every new create that costs something",
      "- a request on an unverified route (`hypothesis-payload`)",
      "- two or more creates for one purpose (`several-creates-for-one-purpose`)",
    ].join("\n"),
  ].join("\n\n")}\n`;
}

function line({ route, path, evidence }: ListedRoute): string {
  const proofs = evidence.map(({ confidence, readOn, note, taskId, deductedUnits }) =>
    [
      `${confidence} ${readOn}`,
      note,
      taskId && `task ${taskId}`,
      deductedUnits && `deducted ${deductedUnits} units`,
    ]
      .filter(Boolean)
      .join(", "),
  );
  return `- \`${route}\`${path === null ? "" : ` (\`POST ${path}\`)`}: ${proofs.join("; ")}`;
}
