import { findAll } from "../../../find-all.ts";
import type { VideoFacts } from "../facts.ts";
import { findLegacyTokens, type LegacyReferenceKind, legacyToken } from "../prompt.ts";
import { lookalikes, PLACE_MENTION, type WrittenText } from "./names.ts";
import type { VideoRule } from "./rule.ts";

const placeholderRule: VideoRule = (scope) => {
  const { facts, refuse, warn } = scope;
  const texts = textsOf(facts);
  const counts = countItems(facts);
  for (const { path, text } of texts) {
    for (const { token, kind, place } of findLegacyTokens(text)) {
      if (place >= 1 && place <= counts[kind]) continue;
      refuse({
        rule: "placeholder",
        at: { path },
        message: `names ${token}, but the request has ${counts[kind]} of kind ${kind}.`,
      });
    }
    for (const [mention, kind = "", place = ""] of findAll(text, PLACE_MENTION)) {
      const isThere = Number(place) <= (Object.entries(counts).find(([name]) => name === kind)?.[1] ?? 0);
      if (isThere)
        warn({
          rule: "placeholder-style",
          at: { path },
          message: `\`${mention}\` is plain text in a body of this family, which writes \`<<<${kind}_${place}>>>\`.`,
        });
      else warn({ rule: "placeholder-unknown", at: { path }, message: `no item has the name ${mention}.` });
    }
  }
  lookalikes(scope, texts);
};

const textsOf = ({ prompt, promptPath, shots }: VideoFacts): readonly WrittenText[] => [
  { path: promptPath, text: prompt ?? "" },
  ...shots.map(({ path, prompt: text }) => ({ path: `${path}.prompt`, text })),
];

function countItems(facts: VideoFacts): Readonly<Record<LegacyReferenceKind, number>> {
  return {
    image: framesOf(facts) + facts.referenceImages.length,
    element: facts.elements.length,
    video: facts.videos.length + Number(Boolean(facts.motionVideo)),
    voice: facts.voices.length,
  };
}

/** Frames stand before the references in the list of images. */
const framesOf = ({ firstFrame, lastFrame, motionImage }: VideoFacts): number =>
  [firstFrame, lastFrame, motionImage].filter(Boolean).length;

/** Items that only the prompt can give a part in the video. */
const labelRule: VideoRule = ({ facts, warn }) => {
  const named = textsOf(facts).flatMap(({ text }) => findLegacyTokens(text).map(({ token }) => token));
  const offset = framesOf(facts);
  const expected = [
    ...facts.referenceImages.map(({ path }, at) => ({ path, token: legacyToken("image", at + 1 + offset) })),
    ...facts.elements.map(({ path }, at) => ({ path, token: legacyToken("element", at + 1) })),
    ...facts.voices.map(({ path }, at) => ({ path, token: legacyToken("voice", at + 1) })),
  ];
  for (const { path, token } of expected) {
    if (named.includes(token)) continue;
    warn({ rule: "label-unused", at: { path }, message: `the prompt never names it (${token}).` });
  }
};

/** How the prompt of the legacy family names its inputs: by kind and place. */
export const LEGACY_NAME_RULES: readonly VideoRule[] = [labelRule, placeholderRule];
