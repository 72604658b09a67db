/** How clips and pictures look: a slate to test with, or a landscape to show around. */

export type Look = "slate" | "scenery";
