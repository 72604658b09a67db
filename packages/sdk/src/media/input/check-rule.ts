import {
  findMediaFault,
  findSizeFault,
  type MediaFacts,
  type MediaFault,
  type MediaRule,
} from "@klingkit/spec";
import { MediaError } from "../errors/media-error.ts";

/** @throws MediaError for the first limit that is broken; the message names the limit */
export function checkRule(rule: MediaRule, mediaName: string, facts: MediaFacts): void {
  const fault = findMediaFault(rule, facts);
  if (fault) throw createFaultError(mediaName, fault);
}

/** @throws MediaError KLINGKIT_MEDIA_TOO_LARGE */
export function checkSize(rule: MediaRule, mediaName: string, sizeBytes: number): void {
  const fault = findSizeFault(rule, sizeBytes);
  if (fault) throw createFaultError(mediaName, fault);
}

export const createFaultError = (mediaName: string, { kind, reason }: MediaFault): MediaError =>
  new MediaError({ code: `KLINGKIT_MEDIA_${kind}`, message: `${mediaName} ${reason}`, mediaName });
