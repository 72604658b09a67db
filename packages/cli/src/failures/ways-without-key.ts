/** What a person can do who has no key yet, with the command that was typed: only what it takes. */
export function waysWithoutKey(path: string, hasOption: (name: string) => boolean): string {
  if (path === "kling run")
    return "`--emulated` runs it on this machine, and `kling plan FILE` shows its price.";
  if (hasOption("--emulated"))
    return "`--emulated` uses the emulator and the jobs of `kling run --emulated`.";
  return hasOption("--dry-run")
    ? "`kling emulator`, `kling demo`, or --dry-run."
    : "`kling emulator`, or `kling demo`.";
}
