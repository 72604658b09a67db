import type { CreateFacts } from "../facts.ts";
import { findLegacyTokens, type LegacyReferenceKind } from "../prompt.ts";
import type { Rule, RuleScope } from "./rule.ts";

export const placeholderRule: Rule = (scope) => {
  if (scope.family === "legacy") legacyPlaceholders(scope);
  else standardPlaceholders(scope);
};

const PLACE_NAME = /^(image|element|video|voice)_\d+$/;
const LABEL = /@([\p{L}\p{N}_-]+)/gu;

function legacyPlaceholders({ facts, refuse, warn }: RuleScope): void {
  const counts: Readonly<Record<LegacyReferenceKind, number>> = {
    image: [facts.firstFrame, facts.lastFrame, facts.motionImage, ...facts.referenceImages].filter(Boolean)
      .length,
    element: facts.elements.length,
    video: facts.videos.length + Number(Boolean(facts.motionVideo)),
    voice: facts.voices.length,
  };
  const texts = [
    { path: facts.promptPath, text: facts.prompt ?? "" },
    ...facts.shots.map(({ path, prompt }) => ({ path: `${path}.prompt`, text: prompt })),
  ];
  for (const { path, text } of texts) {
    for (const { token, kind, place } of findLegacyTokens(text)) {
      if (place >= 1 && place <= counts[kind]) continue;
      refuse({
        rule: "placeholder",
        at: { path },
        message: `names ${token}, but the request has ${counts[kind]} of kind ${kind}.`,
      });
    }
    if (![...text.matchAll(LABEL)].some(([, name = ""]) => PLACE_NAME.test(name))) continue;
    warn({
      rule: "placeholder-style",
      at: { path },
      message: "`@name` is plain text here; this family writes `<<<image_1>>>`.",
    });
  }
}

function standardPlaceholders({ facts, warn }: RuleScope): void {
  const { prompt, promptPath } = facts;
  if (prompt === undefined) return;
  if (findLegacyTokens(prompt).length > 0) {
    warn({
      rule: "placeholder-style",
      at: { path: promptPath },
      message: "`<<<image_1>>>` is plain text here; this family writes `@name`.",
    });
  }
  const labels = labelledItems(facts).map(({ label }) => label);
  for (const [token, name = ""] of prompt.matchAll(LABEL)) {
    // Other `@` text is legal: only what looks like a name of an item is remarked on.
    if (!PLACE_NAME.test(name) || labels.some((label) => name.startsWith(label))) continue;
    warn({
      rule: "placeholder-unknown",
      at: { path: promptPath },
      message: `no item has the id of ${token}.`,
    });
  }
}

function labelledItems(facts: CreateFacts): readonly { readonly label: string; readonly path: string }[] {
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

export const labelRule: Rule = ({ facts, family, refuse, warn }) => {
  if (family !== "standard") return;
  const labels = labelledItems(facts);
  labels.forEach(({ label, path }, at) => {
    const twin = labels.slice(0, at).find((other) => other.label === label);
    const nested = labels.find((other) => other.label !== label && other.label.includes(label));
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
        message: `'${label}' is a part of '${nested.label}'; rename one, or the prompt cannot tell them apart.`,
        subject: label,
      });
    } else if (!(facts.prompt ?? "").includes(`@${label}`)) {
      warn({ rule: "label-unused", at: { path }, message: `the prompt never names @${label}.` });
    }
  });
};
