import { multiElements, SERVICE_MESSAGES } from "@klingkit/spec";
import type { EditSession } from "../../world/accounts/account.ts";
import { type CreateRequest, textOf } from "../creates/create-request.ts";
import { editDuration, findSession } from "./sessions.ts";

type Request = Pick<CreateRequest, "operation" | "check" | "state" | "account">;

/** The session that an edit is made in; undefined for other creates, and where it is no longer open. */
export function sessionOf(request: Request): EditSession | undefined {
  const id = request.operation.id === multiElements.create.id ? textOf(request, "session_id") : undefined;
  return id === undefined ? undefined : findSession(request.state, request.account, id);
}

/** What the service says to an edit that its session does not allow. INF: no text is published. */
export function editFault(request: Request): string | undefined {
  if (request.operation.id !== multiElements.create.id) return undefined;
  const id = textOf(request, "session_id") ?? "";
  const session = sessionOf(request);
  if (!session) return SERVICE_MESSAGES.sessionMissing(id);
  const duration = textOf(request, "duration") ?? "5";
  if (editDuration(session.durationSeconds) !== duration)
    return SERVICE_MESSAGES.durationUnlikeSource(duration);
  const needsSelection = textOf(request, "edit_mode") !== "addition";
  return needsSelection && session.selections.length === 0
    ? SERVICE_MESSAGES.selectionMissing(id)
    : undefined;
}
