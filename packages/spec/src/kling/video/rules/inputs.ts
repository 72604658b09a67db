import type { ItemFact } from "../../../operation/operation.ts";
import { describeCondition } from "../../facts/capability.ts";
import { meets, type VideoRule, type VideoRuleScope } from "./rule.ts";

export const frameRule: VideoRule = (scope) => {
  const { facts, row, refuse, family } = scope;
  const { firstFrame, lastFrame } = facts;
  if (row.firstFrame === "required" && !firstFrame && !lastFrame) {
    refuse({
      rule: "first-frame-required",
      at: "firstFrame",
      message:
        family === "standard" ? "a content of type 'first_frame' is required." : "a first frame is required.",
    });
  }
  if (lastFrame) lastFrameLimits(scope, lastFrame);
};

function lastFrameLimits({ facts, row, refuse }: VideoRuleScope, lastFrame: ItemFact): void {
  const when = row.lastFrameWhen;
  if (!when) {
    refuse({
      rule: "last-frame",
      at: { path: lastFrame.path },
      message: `${row.model} takes no last frame.`,
    });
    return;
  }
  if (!meets(when, facts)) {
    refuse({
      rule: "last-frame-condition",
      at: { path: lastFrame.path },
      message: `${row.model} takes a last frame only at ${describeCondition(when)}.`,
    });
  }
  const alone = row.lastFrameOnlyWhen;
  if (facts.firstFrame || (alone && meets(alone, facts))) return;
  refuse({
    rule: "last-frame-alone",
    at: { path: lastFrame.path },
    message: "a last frame needs a first frame.",
  });
}

/** Ids are decimal. The texts for unknown elements were recorded; which ids exist is the account's affair. */
export const elementIdRule: VideoRule = ({ facts, refuse }) => {
  for (const element of facts.elements) {
    if (/^\d+$/.test(element.value)) continue;
    refuse({
      rule: "element-id",
      at: { path: element.path },
      message: `'${element.value}' is not an element id; ids are decimal.`,
      subject: element.value,
    });
  }
};

export const motionRule: VideoRule = ({ facts, row, refuse, warn }) => {
  if (!row.hasMotion) return;
  for (const [name, item] of [
    ["motionImage", facts.motionImage],
    ["motionVideo", facts.motionVideo],
  ] as const) {
    if (item) continue;
    const type = name === "motionImage" ? "image" : "video";
    refuse({
      rule: `${type}-required`,
      at: name,
      message: `motion control needs one ${type}.`,
    });
  }
  if (facts.elements.length > 0 && facts.orientation === "image") {
    warn({
      rule: "orientation-follows-video",
      at: "orientation",
      message: "with an element the orientation follows the video.",
    });
  }
};
