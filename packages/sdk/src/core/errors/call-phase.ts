/** How far a call had come: nothing sent yet, sent and no response, reading the response, or between two reads of a task. */
export type CallPhase = "before-send" | "request" | "body" | "wait";
