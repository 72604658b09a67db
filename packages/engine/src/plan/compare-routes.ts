import { findCreate, isVideoOperation } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { PlanContext } from "../context/media-loader.ts";
import { findConflicts } from "./batch-conflicts.ts";
import type { BatchFile } from "./batch-schema.ts";
import { expandBatch } from "./expand-batch.ts";
import {
  type JudgedRequest,
  judgeItems,
  judgeNeeds,
  PLANNED_SERVICES,
  planOffers,
  type RouteChoice,
} from "./judge-items.ts";
import { type BatchOrigin, nowhere, placedMistakes } from "./make-plan.ts";
import { isOperationItem } from "./operation-requests.ts";
import type { PlannedJob } from "./plan.ts";
import { batchInvalid } from "./plan-error.ts";
import { refused } from "./refused.ts";
import type { JudgedItem } from "./request-planner.ts";

/** What each route would make of one request. */
export interface ComparedRequest {
  readonly name: string;
  /** In no order; those that refuse the request among them. */
  readonly offers: readonly PlannedJob[];
  /** Why there is one route only, or none, as sentences. Absent where all routes of every service were asked. */
  readonly note?: string;
}

/**
 * What each route of every service would make of each request of a batch, and at which price. What a request takes of another one
 * comes from the route that `makePlan` chooses for that one.
 * Throws PlanError with all mistakes that no route can help: names of no request, circles, files that no route can read.
 */
export async function compareRoutes(
  batch: BatchFile,
  context: PlanContext,
  { mistakes = [], placeOf = nowhere, placeOfMatrix = nowhere, numbering }: BatchOrigin = {},
  choice: RouteChoice = {},
): Promise<readonly ComparedRequest[]> {
  requireObjects("compareRoutes", { batch, context });
  const asked = expandBatch(batch, numbering);
  const judged = await judgeItems(asked, { batch, context, choice });
  const conflicts = findConflicts(batch, asked, { placeOf, placeOfMatrix });
  const compared: ComparedRequest[] = [];
  const hopeless: Pick<JudgedItem, "name" | "request" | "found">[] = [];
  for (const one of judged) {
    const { name, request } = one.own;
    const certain = [...(isOperationItem(one.asked) ? one.own.found : []), ...one.unmade];
    const { offers, unread } = certain.length > 0 ? NOT_ASKED : await offersOf(one);
    const found = [...certain, ...unread];
    if (found.length > 0) hopeless.push({ name, request, found });
    compared.push({ name, offers, ...(offers.length === 0 ? noteOfNone(one) : noteOf(one)) });
  }
  const all = [...mistakes, ...conflicts, ...placedMistakes(hopeless, placeOf)];
  if (all.length > 0) throw batchInvalid(all);
  return compared;
}

interface Offers {
  readonly offers: readonly PlannedJob[];
  /** Files that cannot be read, where that leaves no route. */
  readonly unread: JudgedItem["found"];
}

const NOT_ASKED: Offers = { offers: [], unread: [] };

async function offersOf({ asked, own, wanted }: JudgedRequest): Promise<Offers> {
  const unread = own.found.filter(({ cause }) => cause !== undefined);
  try {
    const offers = (await planOffers(asked)).map((job) => {
      const found = judgeNeeds(wanted, job);
      return found.length === 0 ? job : refused(job, found);
    });
    return { offers, unread: offers.some(({ issues }) => issues.length === 0) ? [] : unread };
  } catch (error) {
    // The service that was asked for says it with the field.
    if (unread.length === 0) throw error;
    return { offers: [], unread };
  }
}

/** Such as a model that was retired, or that no service knows. */
const noteOfNone = ({ own: { found } }: JudgedRequest): Pick<ComparedRequest, "note"> =>
  found.length === 0 ? {} : { note: found.map(({ field, message }) => `${field}: ${message}`).join(" ") };

function noteOf({ asked, own }: JudgedRequest): Pick<ComparedRequest, "note"> {
  const { service, operation: id = "" } = own.job ?? {};
  if (!isOperationItem(asked) || service === undefined) return {};
  const operation = findCreate(id);
  // Others than Kling make only videos, which a request without an operation describes, too.
  const isNeutral = operation === undefined || isVideoOperation(operation);
  return {
    note: isNeutral
      ? `${id} alone takes this body: write the request without \`operation\` and \`body\`, and all routes of ${PLANNED_SERVICES.join(" and ")} are compared.`
      : `Only ${service} has ${id}: there is no other route to compare.`,
  };
}
