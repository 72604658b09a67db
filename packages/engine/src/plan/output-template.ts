/** Values that a path template may use. */
export interface OutputValues {
  readonly index: number;
  readonly name: string;
  readonly model: string;
  readonly ratio: string;
  readonly seconds: string;
  readonly resolution: string;
}

export const DEFAULT_OUTPUT = "{name}.mp4";

/** Characters that no common file system or shell takes amiss. */
const safe = (value: string): string =>
  value
    .normalize("NFC")
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, "-")
    .replace(/^\.+/, "")
    .slice(0, 80) || "video";

/**
 * Fills `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`. Values never add a folder; folders come from the template.
 * An unknown placeholder stays as it is, so that it is seen in the plan.
 */
export function formatOutput(template: string, values: OutputValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = Object.entries(values).find(([name]) => name === key)?.[1];
    return value === undefined ? whole : safe(String(value));
  });
}
