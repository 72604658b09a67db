import type { ClipRenderer } from "./clip-renderer.ts";
import type { Look } from "./look.ts";
import { renderAudio } from "./render-audio.ts";
import { renderImage } from "./render-image.ts";
import type { RenderRequest } from "./render-request.ts";
import { renderSubtitle } from "./render-subtitle.ts";
import type { ResultKind, ResultPlan } from "./result-plan.ts";

/** Makes the files of results. */
export type RenderResult = (request: RenderRequest) => Promise<Uint8Array>;

type Renderers = {
  readonly [Kind in ResultKind]: (
    request: RenderRequest<Extract<ResultPlan, { kind: Kind }>>,
  ) => Promise<Uint8Array>;
};

/** One renderer per kind of result; `clips` draws the videos. */
export function createRenderResult(
  clips: Pick<ClipRenderer, "renderVideo">,
  { look = "slate" }: { readonly look?: Look | undefined } = {},
): RenderResult {
  const renderers: Renderers = {
    video: ({ plan, seed, caption, image, lastImage }) =>
      clips.renderVideo({
        ...plan,
        seed,
        caption,
        ...(image ? { image } : {}),
        ...(lastImage ? { lastImage } : {}),
      }),
    image: (request) => renderImage(request, look),
    audio: (request) => renderAudio(request, look),
    voice: (request) =>
      renderAudio(
        { ...request, plan: { ...request.plan, kind: "audio", formats: ["mp3"], isSpeech: true } },
        look,
      ),
    element: ({ caption }) =>
      Promise.reject(new RangeError(`task ${caption.taskId}: an element has no file`)),
    subtitle: renderSubtitle,
    data: ({ plan }) => Promise.resolve(new TextEncoder().encode(plan.text)),
  };
  return (request) => {
    const { plan } = request;
    switch (plan.kind) {
      case "video":
        return renderers.video({ ...request, plan });
      case "image":
        return renderers.image({ ...request, plan });
      case "audio":
        return renderers.audio({ ...request, plan });
      case "voice":
        return renderers.voice({ ...request, plan });
      case "element":
        return renderers.element({ ...request, plan });
      case "data":
        return renderers.data({ ...request, plan });
      case "subtitle":
        return renderers.subtitle({ ...request, plan });
    }
  };
}
