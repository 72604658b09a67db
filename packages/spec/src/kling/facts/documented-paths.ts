import { requireText } from "../../require-arguments.ts";

/** How the requests of a path behave: `task` also has `GET` of the path and of `{id}` below it. */
type PathKind =
  /** `POST` makes a task that costs. */
  | "task"
  /** `POST` is answered at once, and costs. */
  | "paid"
  /** `POST` changes something without a charge. */
  | "write"
  /** `POST` or `GET` reads. */
  | "read";

export interface DocumentedPath {
  readonly path: string;
  readonly kind: PathKind;
}

const paths = (kind: PathKind, ...list: readonly string[]): readonly DocumentedPath[] =>
  list.map((path) => ({ path, kind }));

/**
 * Paths of the service's documentation beside the operations of this package: enough to tell a path that exists from one
 * that does not. An operation that is described here too wins. @source DOC 2026-09 (API pages and change log)
 */
export const DOCUMENTED_PATHS: readonly DocumentedPath[] = [
  ...paths(
    "task",
    "/v1/videos/video-extend",
    "/v1/videos/multi-image2video",
    "/v1/videos/multi-elements",
    "/v1/videos/effects",
    "/v1/videos/lip-sync",
    "/v1/videos/advanced-lip-sync",
    "/v1/videos/avatar/image2video",
    "/v1/audio/text-to-audio",
    "/v1/audio/video-to-audio",
    "/v1/images/generations",
    "/v1/images/omni-image",
    "/v1/images/multi-image2image",
    "/v1/images/editing/expand",
    "/v1/images/kolors-virtual-try-on",
    "/v1/general/ai-multi-shot",
    "/v1/general/advanced-custom-elements",
    "/v1/general/custom-voices",
    "/solutions/virtual_try_on",
    "/solutions/talking_agent",
    "/solutions/drama_subtitle",
    "/solutions/e-commerce/goods_studio",
    "/solutions/e-commerce/clothing_dupe",
  ),
  ...paths("paid", "/v1/audio/tts", "/v1/videos/identify-face", "/v1/videos/image-recognize"),
  ...paths(
    "write",
    "/v1/videos/multi-elements/init-selection",
    "/v1/videos/multi-elements/add-selection",
    "/v1/videos/multi-elements/delete-selection",
    "/v1/videos/multi-elements/clear-selection",
    "/v1/videos/multi-elements/preview-selection",
    "/v1/general/custom-elements",
    "/v1/general/delete-elements",
    "/v1/general/delete-advanced-elements",
    "/v1/general/delete-voices",
  ),
  ...paths(
    "read",
    "/v1/general/presets-elements",
    "/v1/general/advanced-presets-elements",
    "/v1/general/presets-voices",
    "/solutions",
    "/account/billing/balance",
    "/account/billing/package",
  ),
];

/** The documented path of a request, `{id}` below a path of tasks included. */
export function findDocumentedPath(path: string): DocumentedPath | undefined {
  requireText("findDocumentedPath", { path });
  const exact = DOCUMENTED_PATHS.find((known) => known.path === path);
  if (exact) return exact;
  const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return DOCUMENTED_PATHS.find((known) => known.path === parent && known.kind === "task");
}
