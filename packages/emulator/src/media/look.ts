/** How clips and pictures look: a slate to test with, a landscape to show around, or a slate without words and sign. */

export type Look = "slate" | "scenery" | "plain";
