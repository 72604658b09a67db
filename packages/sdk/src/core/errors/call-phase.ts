/** How far a call had come: nothing sent yet, sent and no answer, reading the answer, or between two reads of a task. */
export type CallPhase = "before-send" | "request" | "body" | "wait";
