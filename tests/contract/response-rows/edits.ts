import { type ResponseRow, succeeded } from "./row.ts";

const session_id = "847570360458960960";
const points = [{ x: 0.7738498789346246, y: 0.297142857142857 }];

/** Answers of the multi-elements suite. */
export const EDIT_ROWS: readonly ResponseRow[] = [
  {
    name: "v1-multi-elements/init-response",
    call: (kling) => kling.edits.init({ video_url: "https://example.com/animals-output-5s.mp4" }),
    means: { data: { status: 0, session_id, width: 720, height: 1280, total_frame: 150 } },
  },
  {
    name: "v1-multi-elements/select-response",
    call: (kling) => kling.edits.select({ session_id, frame_index: 0, points }),
    means: { data: { status: 0, res: { frame_index: 0, rle_mask_list: [{ object_id: 0 }] } } },
  },
  {
    name: "v1-multi-elements/clear-response",
    call: (kling) => kling.edits.clear({ session_id }),
    means: { data: { status: 0, session_id } },
  },
  {
    name: "v1-multi-elements/preview-response",
    call: (kling) => kling.edits.preview({ session_id }),
    means: { data: { res: { video: "https://example.com/with-mask.mp4" } } },
  },
  {
    name: "v1-multi-elements/get-response",
    call: (kling) => kling.v1.multiElements.get("847570400000000001"),
    means: {
      ...succeeded,
      externalTaskId: "edit-1",
      videos: [
        {
          id: "847570400000000777",
          url: "https://example.com/out.mp4",
          watermarkUrl: "https://example.com/out-w.mp4",
          durationSeconds: 5,
        },
      ],
      billing: { units: "3" },
    },
  },
];
