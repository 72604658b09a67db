import { findSpeechVoice, suggestSpeechVoice } from "../facts/speech-voices.ts";
import type { RuleScope } from "./rule.ts";

interface ChosenVoice {
  /** Where the body has the voice. */
  readonly path: string;
  readonly voice: string;
  readonly language: string;
}

/** A voice of the speech catalogue that speaks the language. An unknown one is sent: the catalogue may be behind the service. */
export function judgeSpeechVoice(
  { as, refuse, warn }: Pick<RuleScope, "as" | "refuse" | "warn">,
  { path, voice, language }: ChosenVoice,
): void {
  const found = findSpeechVoice(voice);
  if (found?.languages.some((spoken) => spoken === language)) return;
  const message = found
    ? `'${voice}' speaks ${found.languages.join(", ")}, not ${language}.`
    : `'${voice}' is not in the catalogue of speech voices.${nearText(voice)} Voices of the voice library do not work here.`;
  if (found || as === "service") refuse({ rule: "voice-id", path, message, subject: voice });
  else warn({ rule: "voice-unknown", path, message });
}

/** ` Did you mean 'oversea_male1' (Anchor)?`, or where all of them are. */
function nearText(text: string): string {
  const near = suggestSpeechVoice(text);
  if (near === undefined) return " `kling spec v1/audio/tts` lists them.";
  const { en, zh } = near.names;
  return ` Did you mean '${near.id}' (${en ?? zh})?`;
}
