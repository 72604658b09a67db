import { findAll } from "../../../find-all.ts";
import type { VideoFacts } from "../facts.ts";
import { findLegacyTokens, mentionOf } from "../prompt.ts";
import { lookalikes, PLACE_MENTION, type WrittenText } from "./names.ts";
import type { VideoRule, VideoRuleScope } from "./rule.ts";

/** Shots of this family stand in the prompt. */
const promptOf = ({ prompt, promptPath }: VideoFacts): WrittenText => ({
  path: promptPath,
  text: prompt ?? "",
});

const labelRule: VideoRule = ({ facts, refuse, warn }) => {
  const items = labelledItems(facts);
  const { text } = promptOf(facts);
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
    } else if (!mentionOf(label).test(text)) {
      warn({ rule: "label-unused", at: { path }, message: `the prompt never names @${label}.` });
    }
  });
};

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

const placeholderRule: VideoRule = (scope) => {
  const labels = labelledItems(scope.facts).map(({ label }) => label);
  mentions(scope, labels);
  labelsInsideWords(scope, labels);
  lookalikes(scope, [promptOf(scope.facts)]);
};

/** The same where there are no items to name. */
export const textPlaceholderRule: VideoRule = (scope) => {
  mentions(scope, []);
  lookalikes(scope, [promptOf(scope.facts)]);
};

function mentions({ facts, warn }: VideoRuleScope, labels: readonly string[]): void {
  const { path, text } = promptOf(facts);
  if (findLegacyTokens(text).length > 0)
    warn({
      rule: "placeholder-style",
      at: { path },
      message: "`<<<image_1>>>` is plain text here; this family writes `@name`.",
    });
  // Other `@` text is legal: only what looks like a name of an item is remarked on.
  for (const [mention] of findAll(text, PLACE_MENTION)) {
    if (labels.some((label) => mention === `@${label}`)) continue;
    warn({ rule: "placeholder-unknown", at: { path }, message: `no item has the id of ${mention}.` });
  }
}

function labelsInsideWords({ facts, warn }: VideoRuleScope, labels: readonly string[]): void {
  const { path, text } = promptOf(facts);
  for (const label of labels) {
    const inWords = text.split(`@${label}`).length - 1 - findAll(text, mentionOf(label)).length;
    if (inWords <= 0) continue;
    warn({
      rule: "placeholder-inside-word",
      at: { path },
      message: `@${label} stands inside a longer word; the service may read it as the item.`,
    });
  }
}

/** How the prompt of the standard family names its inputs: `@` and the id that the request gives an item. */
export const STANDARD_NAME_RULES: readonly VideoRule[] = [labelRule, placeholderRule];
