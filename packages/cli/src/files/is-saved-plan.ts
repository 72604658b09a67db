/** Whether a text is a plan that `kling plan` saved: its kind comes first. */
export const isSavedPlan = (text: string): boolean =>
  text.trimStart().startsWith("{") && /"kind"\s*:\s*"klingkit\.plan"/.test(text.slice(0, 200));
