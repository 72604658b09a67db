import type { ElementPlan, ResultPlan, VoicePlan } from "../../media/index.ts";
import { findVoice } from "../library/find-voice.ts";
import { ownerIdOf } from "../library/owner-id.ts";
import { type CreateRequest, elementPartOf, textOf } from "./create-request.ts";
import { boundUrl, isUrl } from "./input-files.ts";

/** Length of the sample of a voice. INF */
const SAMPLE_SECONDS = 5;

/** A voice for the library of the account. */
export function planVoice(request: CreateRequest): VoicePlan {
  const { state, account } = request;
  return {
    kind: "voice",
    name: textOf(request, "voice_name") ?? "",
    ownedBy: ownerIdOf(state.chance, account.name),
    durationSeconds: SAMPLE_SECONDS,
  };
}

/** An element for the library of the account; one of a video brings the voice that speaks in it. @source DOC 2026-09 */
export function planElement(request: CreateRequest): readonly ResultPlan[] {
  const { state, account } = request;
  const facts = elementPartOf(request);
  const name = textOf(request, "element_name") ?? "";
  const ownedBy = ownerIdOf(state.chance, account.name);
  const urls = (items: readonly { readonly value: string }[] = []) =>
    items
      .map(({ value }) => value)
      .filter(isUrl)
      .map(boundUrl);
  const [frontalImage] = urls(facts?.frontalImage ? [facts.frontalImage] : []);
  const isOfVideo = textOf(request, "reference_type") === "video_refer";
  const plan: ElementPlan = {
    kind: "element",
    name,
    description: textOf(request, "element_description") ?? "",
    ownedBy,
    isOfVideo,
    ...(frontalImage === undefined ? {} : { frontalImage }),
    referImages: urls(facts?.referImages),
    referVideos: urls(facts?.referVideos),
    tagIds: facts?.tagIds ?? [],
    ...voiceOf(request, facts?.voiceId),
  };
  const isCloned = isOfVideo && plan.voice === undefined && state.settings.switches.clonesVoiceOfElement;
  if (!isCloned) return [plan];
  const voice: VoicePlan = {
    kind: "voice",
    name,
    ownedBy,
    durationSeconds: SAMPLE_SECONDS,
    isOfElement: true,
  };
  return [plan, voice];
}

function voiceOf({ state, account }: CreateRequest, id: string | undefined): Pick<ElementPlan, "voice"> {
  if (id === undefined) return {};
  const { name, trialUrl, ownedBy } = findVoice(state, account, id) ?? {};
  return { voice: { id, name, trialUrl, ownedBy } };
}
