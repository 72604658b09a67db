import { expect, it } from "vitest";
import { serviceKeyOf } from "./service-key.ts";

it.each([
  ["v1/text2video:kling-v3", "klingkit-1", "klingkit-1"],
  ["v1/audio/tts", "klingkit-1", undefined],
  ["v1/lip-sync", "klingkit-1", undefined],
  ["adopted:any", "theirs-1", "theirs-1"],
  ["adopted:any", "adopted:any:846100000000000001", undefined],
  ["higgsfield/kling-v2.6-pro", "klingkit-1", "klingkit-1"],
])("%s under %s is known to the service as %s", (route_id, ext_id, externalId) =>
  expect(serviceKeyOf({ route_id, ext_id }).externalId).toBe(externalId),
);
