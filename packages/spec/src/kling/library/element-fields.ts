import * as s from "../../schema/schema.ts";
import { imageText, optionalField, requiredField } from "../check/fields.ts";
import { NAME_MAX_CHARACTERS } from "./limits.ts";

export const DESCRIPTION_MAX_CHARACTERS = 100;
/** Pictures of an element beside its frontal one. */
export const REFER_IMAGES = { min: 1, max: 3 } as const;

/** What elements can be found by. @source DOC 2026-09 */
export const ELEMENT_TAGS: Readonly<Record<string, string>> = {
  o_101: "Hottest",
  o_102: "Character",
  o_103: "Animal",
  o_104: "Item",
  o_105: "Costume",
  o_106: "Scene",
  o_107: "Effect",
  o_108: "Others",
};

/** Name, description and tags, which both libraries have. */
export const elementTexts = () => ({
  element_name: requiredField(s.string({ minLength: 1 }), {
    description: "Name of the element.",
    unit: "characters",
    maxLength: NAME_MAX_CHARACTERS,
  }),
  element_description: requiredField(s.string({ minLength: 1 }), {
    description: "What it looks like.",
    unit: "characters",
    maxLength: DESCRIPTION_MAX_CHARACTERS,
  }),
});

export const elementTags = () => ({
  tag_list: optionalField(
    s.array(
      s.object({
        tag_id: requiredField(s.oneOf(Object.keys(ELEMENT_TAGS)), {
          description: `Tag: ${Object.entries(ELEMENT_TAGS)
            .map(([id, name]) => `\`${id}\` ${name}`)
            .join(", ")}.`,
        }),
      }),
    ),
    { description: "Tags under which the element is found." },
  ),
});

/** Pictures as `[{ image_url }]`. */
export const imageList = () =>
  s.array(
    s.object({
      image_url: requiredField(imageText("legacyImage"), {
        description: "Picture of the element from another side.",
      }),
    }),
  );
