import { didYouMean, suggest } from "./suggest.ts";

/** Every key of an options type, so that a new one cannot be forgotten where the names are listed. */
export type KeysOf<Options> = Readonly<Record<keyof Options, true>>;

/** The first name that no option of a call has, and what to say of it; undefined where all are known. */
export function unknownOption(
  options: object,
  known: object,
  callee: string,
): { readonly option: string; readonly message: string } | undefined {
  for (const option of Object.keys(options)) {
    if (Object.hasOwn(known, option)) continue;
    const hint = didYouMean(suggest(option, Object.keys(known)));
    return { option, message: `${option} is not an option of ${callee}.${hint} Nothing was sent.` };
  }
  return undefined;
}
