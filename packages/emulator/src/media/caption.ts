import { toDrawableText } from "./glyphs.ts";
import type { DrawnInput, SlateFacts } from "./slate/slate-facts.ts";

/** The words of a clip's caption, and what a slate shows beside them. */
export interface Caption extends Omit<SlateFacts, "inputs"> {
  readonly prompt: string;
  readonly model: string;
  readonly taskId: string;
  readonly isWatermarked?: boolean;
  /** The caller's own ID of the task. */
  readonly name?: string;
  /** What was done and what was given, such as `first frame`. */
  readonly labels?: readonly string[];
  readonly inputs?: readonly DrawnInput[];
}

export interface CaptionLine {
  readonly text: string;
  readonly isPrompt: boolean;
}

export interface CaptionRoom {
  readonly charactersPerLine: number;
  readonly maxPromptLines: number;
  /** Shown behind the model and id, for example why the given image is not there. */
  readonly note?: string | undefined;
}

/** The caption as lines that fit: the prompt first, then where the clip comes from. */
export function composeCaption(caption: Caption, room: CaptionRoom): readonly CaptionLine[] {
  const { charactersPerLine, maxPromptLines, note } = room;
  const prompt = wrapText(toDrawableText(caption.prompt), charactersPerLine, maxPromptLines);
  const origin = [
    caption.model,
    caption.taskId,
    "emulated by klingkit",
    caption.isWatermarked ? "watermarked" : "",
    note,
  ];
  const originParts = origin.map((part) => toDrawableText(part ?? "")).filter((part) => part !== "");
  return [
    ...prompt.map((text) => ({ text, isPrompt: true })),
    ...joinParts(originParts, charactersPerLine).map((text) => ({ text, isPrompt: false })),
  ];
}

/** Puts as many parts on each line as fit. A part longer than a line is cut. */
export function joinParts(parts: readonly string[], charactersPerLine: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const extended = `${lines.at(-1)} | ${part}`;
    if (lines.length > 0 && extended.length <= charactersPerLine) lines[lines.length - 1] = extended;
    else lines.push(...wrapText(part, charactersPerLine, 1));
  }
  return lines;
}

/** Breaks at spaces, or inside a word longer than a line. The last line ends in "..." if there was more. */
export function wrapText(text: string, charactersPerLine: number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = Array.from(text);
  while (rest.length > charactersPerLine && lines.length < maxLines - 1) {
    const space = rest.lastIndexOf(" ", charactersPerLine);
    const end = space > 0 ? space : charactersPerLine;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(space > 0 ? end + 1 : end);
  }
  if (rest.length > charactersPerLine) rest = [...rest.slice(0, charactersPerLine - 3), ".", ".", "."];
  if (rest.length > 0) lines.push(rest.join(""));
  return lines;
}
