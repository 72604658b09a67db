/** A private word, and what the field says. */
export interface PrivateWord {
  /** Matches it in a text for people; absent for words that are private in names only. */
  readonly text?: RegExp;
  /** The word as a part of a name, in lower case. */
  readonly name?: readonly string[];
  readonly instead: string;
}

/** Words that a reader cannot search for. The glossary in docs/architecture.md defines the field's. */
export const PRIVATE_WORDS: readonly PrivateWord[] = [
  {
    text: /\b(?:lost|late|service's|server's|first|same|bad) answers?\b(?! of a person)|\banswers? (?:of|from) (?:the|a) (?:service|server|API)\b|\banswer (?:was|is|got) lost\b|\b(?:service|server|API|Kling|Higgsfield) answers?\b|\bno answer\b|\banswer(?:s|ed) with (?:an? )?(?:HTTP|\d{3}|code)/i,
    instead: "response, responds",
  },
  {
    text: /\b(?:is|are|was|were|be|been) told\b|\b(?:command|kling|klingkit|message|error|page|service|engine|emulator|SDK|plan|file|report|header|field|code|column|table|ledger|store|it|they|that|which) (?:says?|tells?)\b/i,
    instead: "reports, shows, states",
  },
  {
    // Sound effects are a product of the service; a name of the wire or of a command is code.
    text: /(?<=[a-z,;.:] )sounds?\b(?![-_=]| effects?\b| like\b)|^["'`]?Sounds? (?!effects?\b|like\b)(?=[a-z])/,
    instead: "audio",
  },
  {
    text: /\b(?:at|in|to|from) (?:that|this|another|the same|its own|any other) place\b|\bevery place\b/i,
    instead: "the folder, path or address",
  },
  {
    text: /\b(?:task|file|job|nothing|record) is there\b|\bnothing (?:is )?there\b|\bdefault: here\b|\bin here\b/i,
    instead: "the folder, path or address, or `exists`",
  },
  { text: /\bcarr(?:y|ies) (?:on|out)\b|\bworkers? carr(?:y|ies)\b/i, instead: "run, process" },
  {
    text: /\bwhole files?\b|\bbrings? along\b|\b(?:go|goes|went) away\b|\bas many as wanted\b|\bthat a person wrote\b|\bthe most is\b/i,
    instead: "complete files, includes, exits, any number",
  },
  { text: /\b(?:a yes|say yes|says yes)\b/i, instead: "approval, approve" },
  {
    text: /\b(?:nobody (?:knows|can tell)|cannot tell|cannot be told)\b/i,
    instead: "unknown, cannot verify",
  },
  { text: /\bgo(?:es)? on\b/i, instead: "resume, continue" },
  { text: /\bcarr(?:y|ies) (?:a |the )?jobs?\b/i, instead: "run, process" },
  { text: /\bby itself\b/i, instead: "automatically" },
  { text: /\b(?:anew|once more)\b/i, name: ["anew"], instead: "again, a new …" },
  { text: /\bcures?\b/i, name: ["cure", "cures"], instead: "fix" },
  { text: /\b(?:stands? still|held up)\b/i, instead: "is stuck, is blocked" },
  { text: /\b(?:under way|on its way)\b/i, instead: "running, in progress" },
  { text: /\b(?:written down|on record)\b/i, instead: "saved, recorded" },
  { text: /\bbelieve[ds]?\b/i, name: ["believed", "believe"], instead: "accepted, trusted" },
  { text: /\bdoubled\b/i, name: ["doubled"], instead: "duplicate" },
  {
    text: /\b(?:is|are|was) proved\b|\bproves?\b|\bunproved\b/i,
    name: ["proved", "unproved", "proves"],
    instead: "verified",
  },
  { text: /\blearnt\b/i, name: ["learnt"], instead: "detected" },
  {
    text: /\bsomebody\b|\bwhoever\b/i,
    instead: "who acts: the service, the engine, a worker, another client",
  },
  { text: /\bdesks?\b/i, name: ["desk"], instead: "handler" },
  { text: /\bbells?\b/i, name: ["bell"], instead: "wake-up" },
  { text: /\bthe books\b/i, name: ["book", "books"], instead: "job client, ledger" },
  { name: ["wish", "wishes"], instead: "request" },
  { name: ["crew", "hands"], instead: "workers" },
  { name: ["keeper", "shelf"], instead: "store" },
  { name: ["standing"], instead: "policy" },
];
