import type { ApprovalPolicy } from "../../packages/engine/src/approve/policy.ts";

type TopField = keyof ApprovalPolicy;
type NestedField = `leastRungs[].${string}` | `perUnit.${string}`;

/** What each field of a policy file means. The generator refuses a field without a text. */
export const POLICY_TEXTS: Readonly<Record<TopField, string> & Partial<Record<NestedField, string>>> = {
  kind: "What the file is",
  version: "Version of this format",
  writtenBy: "Who wrote the policy. Every approval that it gives names this person",
  approvals:
    "`person`: approvals by a flag or a program do not count where this policy is given. An emulator charges nothing and needs no approval (default: `any`)",
  leastRungs:
    "The least that an agent's question must show for its answer to count. Of several rules that fit a plan, the strictest applies (default: any approval counts)",
  "leastRungs[].rung": "How the answer came: a form, a window of the agent's program, the studio, a terminal",
  "leastRungs[].purpose": "Only for plans of this purpose",
  "leastRungs[].aboveUnits": "Only for plans that may cost more than this",
  "leastRungs[].unit": "What `aboveUnits` counts (default: `video`)",
  expires: "ISO date and time after which the policy approves nothing",
  routes: "Routes that may be used although no recorded run has verified them; `kling routes` lists them",
  allowsSeveralCreates:
    "Approves a batch of several create requests, and more of the same purpose later. Without it, one create request per purpose is approved (default: `false`)",
  createsPerRun:
    "Most create requests of one run that the policy approves. A larger run needs the approval of a person",
  unitsPerRun: "Most video units of one run. A larger run is refused, also with an approval",
  unitsPerDay:
    "Most video units of one day (UTC), reserved or spent. What exceeds them is refused, also with an approval. Before the policy itself approves more, jobs that are approved and not sent count, too",
  unitsPerModel: "Most video units of one day by model; any name of a model stands for the model",
  payAgain:
    "What one call without a key at the service, such as text to speech, may cost at most, per unit, for klingkit to send it again after its response was lost. It may then be charged twice (default: a person decides)",
  perUnit: "Limits of units other than video units",
  "perUnit.unitsPerRun": "Most units of one run, as `unitsPerRun`",
  "perUnit.unitsPerDay": "Most units of one day (UTC), as `unitsPerDay`",
};
