import { capabilityOf, ROUTES, type VideoRequest } from "@klingkit/spec";

/**
 * Whether no model lets a request choose this field, because its input decides: the length of a motion or of an edited video, the
 * ratio of a video that begins with an image. Leaving such a field out cannot buy another video.
 */
export function isDecidedByInput(field: string, request: VideoRequest): boolean {
  const capability = capabilityOf(request);
  const rows = ROUTES.flatMap((route) => (route.row && route.capability === capability ? [route.row] : []));
  if (field === "aspectRatio") return rows.every(({ aspectRatios }) => aspectRatios === null);
  if (field !== "durationSeconds") return false;
  // The body of an edit has no length in either family.
  return request.video?.use === "base" || rows.every(({ durationsSeconds }) => durationsSeconds === null);
}
