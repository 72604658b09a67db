import { SUCCESS_CODE } from "@klingkit/spec";
import type { RawAnswer, Reading } from "../../core/service-protocol.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import { readEnvelope } from "./read-envelope.ts";
import { readForeignMessage, saysOutOfFunds } from "./read-foreign.ts";

/** Reads the envelope `{ code, message, request_id, data }`, or the words of a gateway that refused in its place. */
export function readKlingAnswer({ status, value }: RawAnswer): Reading {
  const envelope = readEnvelope(value);
  // An error without an envelope still says enough by its status.
  if (!envelope && status < 400) return { kind: "unreadable", reason: "the response has no envelope" };
  const { code, message, requestId, data } = envelope ?? {};
  if (status < 400 && code === SUCCESS_CODE) return { kind: "data", data, requestId };
  const serviceMessage = message ?? readForeignMessage(value);
  const isOutOfFunds = !envelope && saysOutOfFunds(value);
  const judgement = judgeRefusal({ status, code, serviceMessage, isOutOfFunds });
  return {
    kind: "refusal",
    refusal: { ...judgement, serviceCode: code, serviceMessage, requestId, data },
  };
}
