import type { VideoFacts } from "../facts.ts";
import { findLegacyTokens, type LegacyReferenceKind, legacyToken, mentionOf } from "../prompt.ts";
import type { VideoRule, VideoRuleScope } from "./rule.ts";

/** A prompt, or one of the shots. */
interface WrittenText {
  readonly path: string;
  readonly text: string;
}

export const placeholderRule: VideoRule = (scope) => {
  const texts = textsOf(scope.facts);
  if (scope.family === "legacy") legacyPlaceholders(scope, texts);
  else standardPlaceholders(scope, texts);
  lookalikes(scope, texts);
};

const textsOf = ({ prompt, promptPath, shots }: VideoFacts): readonly WrittenText[] => [
  { path: promptPath, text: prompt ?? "" },
  // Shots of the standard family stand in the prompt.
  ...shots
    .filter(({ path }) => path !== promptPath)
    .map(({ path, prompt: text }) => ({ path: `${path}.prompt`, text })),
];

/** Default names of items: `@image_1`. */
const PLACE_MENTION =
  /(?<![\p{Script=Latin}\p{N}_.])@(image|element|video|voice)_(\d+)(?![\p{Script=Latin}\p{N}_])/gu;

function legacyPlaceholders({ facts, refuse, warn }: VideoRuleScope, texts: readonly WrittenText[]): void {
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
    for (const [mention, kind = "", place = ""] of text.matchAll(PLACE_MENTION)) {
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
}

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

function standardPlaceholders({ facts, warn }: VideoRuleScope, texts: readonly WrittenText[]): void {
  const labels = labelledItems(facts).map(({ label }) => label);
  for (const { path, text } of texts) {
    if (findLegacyTokens(text).length > 0)
      warn({
        rule: "placeholder-style",
        at: { path },
        message: "`<<<image_1>>>` is plain text here; this family writes `@name`.",
      });
    // Other `@` text is legal: only what looks like a name of an item is remarked on.
    for (const [mention] of text.matchAll(PLACE_MENTION)) {
      if (labels.some((label) => mention === `@${label}`)) continue;
      warn({ rule: "placeholder-unknown", at: { path }, message: `no item has the id of ${mention}.` });
    }
    for (const label of labels) {
      const inWords = text.split(`@${label}`).length - 1 - [...text.matchAll(mentionOf(label))].length;
      if (inWords <= 0) continue;
      warn({
        rule: "placeholder-inside-word",
        at: { path },
        message: `@${label} stands inside a longer word; the service may read it as the item.`,
      });
    }
  }
}

/** How other tools name an input: `@Image1`, `[image_1]`, `{image 1}`, `<image_1>`. */
const LOOKALIKES: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_.])@(image|element|video|voice) ?(\d+)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_.])@(Image|Element|Video|Voice)_(\d+)(?![\p{L}\p{N}_])/gu,
  /(?<!<)[[{<]\s*@?(image|element|video|voice)[ _]?(\d+)\s*[\]}>](?!>)/giu,
];

function lookalikes({ warn }: VideoRuleScope, texts: readonly WrittenText[]): void {
  for (const { path, text } of texts) {
    for (const [written, kind = "", place = ""] of LOOKALIKES.flatMap((form) => [...text.matchAll(form)])) {
      warn({
        rule: "placeholder-style",
        at: { path },
        message: `\`${written}\` is plain text to the service. Write \`@${kind.toLowerCase()}_${place}\` to name the input.`,
      });
    }
  }
}

function labelledItems(facts: VideoFacts): readonly { readonly label: string; readonly path: string }[] {
  const items = [
    facts.firstFrame,
    facts.lastFrame,
    ...facts.referenceImages,
    ...facts.elements,
    ...facts.voices,
    ...facts.videos,
  ];
  return items.flatMap((item) =>
    item?.label === undefined ? [] : [{ label: item.label, path: item.path.replace(/\.\w+$/, ".id") }],
  );
}

export const labelRule: VideoRule = (scope) => {
  if (scope.family === "legacy") unnamedItems(scope);
  else labels(scope);
};

/** Items that only the prompt can give a part in the video. */
function unnamedItems({ facts, warn }: VideoRuleScope): void {
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
}

function labels({ facts, refuse, warn }: VideoRuleScope): void {
  const items = labelledItems(facts);
  const texts = textsOf(facts);
  items.forEach(({ label, path }, at) => {
    const twin = items.slice(0, at).find((other) => other.label === label);
    const nested = items.find((other) => other.label !== label && other.label.includes(label));
    if (twin) {
      refuse({
        rule: "label-unique",
        at: { path },
        message: `'${label}' is also the id of ${twin.path}; ids are unique in a request.`,
        subject: label,
      });
    } else if (nested) {
      refuse({
        rule: "label-nested",
        at: { path },
        message: `'${label}' is a part of '${nested.label}', so that the prompt names both. Rename one.`,
        subject: label,
      });
    } else if (!texts.some(({ text }) => mentionOf(label).test(text))) {
      warn({ rule: "label-unused", at: { path }, message: `the prompt never names @${label}.` });
    }
  });
}
