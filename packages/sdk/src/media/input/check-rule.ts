import {
  findMediaFault,
  findSizeFault,
  type MediaFacts,
  type MediaFault,
  type MediaRule,
} from "@klingkit/spec";
import { KlingMediaError } from "../errors/kling-media-error.ts";

/** @throws KlingMediaError for the first limit that is broken; the message names the limit */
export function checkRule(rule: MediaRule, mediaName: string, facts: MediaFacts): void {
  const fault = findMediaFault(rule, facts);
  if (fault) throw createFaultError(mediaName, fault);
}

/** @throws KlingMediaError KLING_MEDIA_TOO_LARGE */
export function checkSize(rule: MediaRule, mediaName: string, sizeBytes: number): void {
  const fault = findSizeFault(rule, sizeBytes);
  if (fault) throw createFaultError(mediaName, fault);
}

export const createFaultError = (mediaName: string, { kind, reason }: MediaFault): KlingMediaError =>
  new KlingMediaError({ code: `KLING_MEDIA_${kind}`, message: `${mediaName} ${reason}`, mediaName });
