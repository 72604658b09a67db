import { type ResponseRow, succeeded } from "./row.ts";

const VOICE = {
  id: "930801338081615883",
  name: "Custom Voice",
  trialUrl: "https://example.com/trial.mp3",
  ownedBy: "829000000000000001",
};
const VOICE_RESULT = {
  kind: "voice",
  id: VOICE.id,
  name: VOICE.name,
  links: [{ url: VOICE.trialUrl, format: "mp3" }],
};
const VOICE_TASK = {
  ...succeeded,
  taskId: "930801338081615882",
  externalTaskId: "voice-1",
  voices: [VOICE],
  results: [VOICE_RESULT],
  billing: { units: "0.05" },
};
const MIA = {
  name: "Mia",
  description: "Red raincoat, short black hair",
  referenceType: "image",
  voice: VOICE,
  ownedBy: "829000000000000001",
};
const elementTask = (element: object & { readonly id: string }) => ({
  ...succeeded,
  taskId: "930801500000000001",
  elements: [element],
  results: [{ kind: "element", id: element.id, name: "Mia", links: [] }],
});
const LONG_ID = "829836802793406551";

const element = { element_id: "321922438904313" };

/** Answers of the libraries of voices and elements. */
export const VOICE_ROWS: readonly ResponseRow[] = [
  {
    name: "v1-custom-voices/create-response",
    call: (kling) =>
      kling.voices.create({ voice_name: "Custom Voice", voice_url: "https://example.com/a.mp3" }),
    means: { taskId: "930801338081615882", product: "general/custom-voices", status: "submitted" },
  },
  {
    name: "v1-custom-voices/get-response",
    call: (kling) => kling.voices.get("930801338081615882"),
    means: VOICE_TASK,
  },
  { name: "v1-custom-voices/list-response", call: (kling) => kling.voices.list(), means: [VOICE_TASK] },
  {
    name: "v1-presets-voices/list-response",
    call: (kling) => kling.voices.presets(),
    means: [{ ...succeeded, voices: [{ id: "829000000000000102", ownedBy: "kling" }] }],
  },
  {
    name: "v1-delete-voices/response",
    call: (kling) => kling.voices.delete({ voice_id: "850087542757535834" }),
    means: { data: undefined },
  },
  {
    name: "v1-delete-voices/documented-response",
    call: (kling) => kling.voices.delete({ voice_id: "850087542757535834" }),
    means: { data: { task_id: "930801338081615882", task_status: "succeed" } },
  },
  {
    name: "v1-advanced-custom-elements/get-response",
    call: (kling) => kling.elements.get("930801500000000001"),
    means: { ...elementTask({ ...MIA, id: "321922438904313" }), billing: { units: "0" } },
  },
  {
    name: "v1-advanced-custom-elements/get-long-id-response",
    call: (kling) => kling.elements.get("930801500000000001"),
    means: elementTask({ ...MIA, id: LONG_ID }),
  },
  {
    name: "v1-advanced-custom-elements/list-response",
    call: (kling) => kling.elements.list(),
    means: [elementTask({ ...MIA, id: "321922438904313", isDeleted: true } as { id: string })],
  },
  {
    name: "v1-advanced-presets-elements/list-response",
    call: (kling) => kling.elements.presets(),
    means: [{ ...succeeded, elements: [{ id: "160", name: "Grace", ownedBy: "kling" }] }],
  },
  {
    name: "v1-delete-advanced-elements/response",
    call: (kling) => kling.elements.delete(element),
    means: { data: undefined },
  },
  {
    name: "v1-delete-elements/response",
    call: (kling) => kling.oldElements.delete(element),
    means: { data: undefined },
  },
  {
    name: "v1-custom-elements/create-response",
    call: (kling) =>
      kling.oldElements.create({
        element_name: "Mia",
        element_description: "Red raincoat",
        element_frontal_image: "https://example.com/front.png",
        element_refer_list: [{ image_url: "https://example.com/1.png" }],
      }),
    means: { data: { element_id: LONG_ID, element_name: "Mia" } },
  },
  {
    name: "v1-custom-elements/list-response",
    call: (kling) => kling.oldElements.list(),
    means: [{ id: LONG_ID, name: "Mia", description: "Red raincoat", ownedBy: "829000000000000001" }],
  },
  {
    name: "v1-presets-elements/list-response",
    call: (kling) => kling.oldElements.presets(),
    means: [{ id: LONG_ID, name: "Mia", ownedBy: "kling" }],
  },
  {
    name: "tasks/voice-and-element-response",
    call: (kling) => kling.tasks.get({ taskIds: ["930801338081615882", "930801500000000001"] }),
    means: [
      { ...succeeded, taskId: "930801338081615882", voices: [VOICE], results: [VOICE_RESULT] },
      {
        ...succeeded,
        taskId: "930801500000000001",
        elements: [{ id: LONG_ID, name: "Tom", referenceType: "video", voice: VOICE, isDeleted: true }],
      },
    ],
  },
];
