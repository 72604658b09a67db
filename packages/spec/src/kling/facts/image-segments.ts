/** What is cut out of an image: its subject, the face with hair, the face without, the clothing. @source DOC 2026-10 */
export const IMAGE_SEGMENTS = ["object_seg", "head_seg", "face_seg", "cloth_seg"] as const;
