/** A contact sheet of what the commands of a page make. */
export interface PageSheet {
  readonly page: string;
  readonly picture: string;
  readonly columns: number;
  readonly tiles: readonly SheetTile[];
}

export interface SheetTile {
  /** Below the tile: the section of the page. */
  readonly label: string;
  /** As the page names it. Of an audio file, its wave form is drawn. */
  readonly file: string;
  /** Moment of a video. Default 2.5 s. */
  readonly atSeconds?: number;
}

export const PAGE_SHEETS: readonly PageSheet[] = [
  {
    page: "docs/guides/create-videos.md",
    picture: "docs/pictures/create-videos.webp",
    columns: 4,
    tiles: [
      { label: "From text", file: "fox.mp4" },
      { label: "From a first frame", file: "lake.mp4" },
      { label: "To a last frame", file: "dusk.mp4", atSeconds: 4.5 },
      { label: "With reference images", file: "postcard.mp4" },
      { label: "With elements", file: "mia.mp4" },
      { label: "With the motion of a video", file: "dance.mp4" },
      { label: "With audio", file: "pier.mp4" },
      { label: "Audio added later", file: "with-audio.mp4" },
      { label: "In several shots", file: "chase.mp4" },
      { label: "From a video: edit", file: "night.mp4" },
      { label: "With an effect", file: "lion.mp4" },
      { label: "Let a face speak", file: "speaks.mp4" },
    ],
  },
  {
    page: "docs/guides/create-images-and-audio.md",
    picture: "docs/pictures/create-images-and-audio.webp",
    columns: 4,
    tiles: [
      { label: "Images from text", file: "fox.png" },
      { label: "The second of --n 2", file: "fox.2.png" },
      { label: "Change an image", file: "night.png" },
      { label: "Use a reference image", file: "watercolour.png" },
      { label: "Combine images", file: "both.png" },
      { label: "Expand an image", file: "square.png" },
      { label: "Speech from text", file: "speech.mp3" },
      { label: "Sound effects", file: "steps.mp3" },
    ],
  },
];
