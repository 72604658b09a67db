/** Life of a session of identify-face. @source DOC-OLD 2026-03; the page of 2026-09 leaves the number out */
export const FACE_SESSION_HOURS = 24;

/** Least length of the sound that a face speaks, and of its part beside the face. @source DOC 2026-09 */
export const LEAST_SPEECH_MS = 2000;
