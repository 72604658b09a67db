import {
  type CreateOperation,
  EXTENDABLE_MODELS,
  jsonSchemaOf,
  videoExtend,
  videoToAudio,
} from "@klingkit/spec";
import { expect, test } from "vitest";
import { flagOfField } from "../../create/request-flags.ts";
import { type CommandRow, flagsOf } from "../command-row.ts";
import { addSoundRow } from "./add-sound.ts";
import { createFromImageRow } from "./create-from-image.ts";
import { extendRow } from "./extend.ts";

const textOf = ({ flags = [] }: CommandRow, flag: string): string =>
  flagsOf({ flags }).find(([line]) => line.includes(`${flag} `))?.[1] ?? "";

const fieldOf = ({ body }: CreateOperation, field: string) => jsonSchemaOf(body).properties?.[field] ?? {};

test("says of the commands with a contract what the schema of their operation says", () => {
  expect(textOf(addSoundRow, "--sound")).toContain(
    `up to ${fieldOf(videoToAudio.create, "sound_effect_prompt").maxLength} characters`,
  );
  expect(textOf(addSoundRow, "--bgm")).toContain(
    `up to ${fieldOf(videoToAudio.create, "bgm_prompt").maxLength} characters`,
  );
  expect(textOf(extendRow, "--cfg-scale")).toContain(
    `(default: ${String(fieldOf(videoExtend.create, "cfg_scale")["serviceDefault"])})`,
  );
});

test("names the models whose videos can be extended", () => {
  const [last, ...others] = EXTENDABLE_MODELS.toReversed();
  expect(extendRow.help).toContain(
    `${others.toReversed().join(", ")} or ${last}, which Kling no longer runs`,
  );
});

test("takes the texts of creates from the fields of a request", () => {
  expect(textOf(createFromImageRow, "--first-frame")).toBe("First frame: path or URL (required)");
  expect(textOf(createFromImageRow, "--duration")).toBe("Length in whole seconds (default: 5)");
  expect(textOf(createFromImageRow, "--voice")).toBe("ID of a voice; needs an audio track (repeatable)");
  expect(flagOfField("durationSeconds")).toBe("--duration");
  expect(flagOfField("motion")).toBeUndefined();
});
