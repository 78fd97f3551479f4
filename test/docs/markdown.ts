/** A fenced `ts` block of a page. */
export interface Example {
  /** Path of the page below the repo. */
  readonly file: string;
  /** Line of the page (1-based) on which the first line of `code` stands. */
  readonly line: number;
  readonly code: string;
  /** Why it is shown and not run, where its first line says so. */
  readonly notRun: string | undefined;
  /** What it prints, where a `text` block comes right after it. */
  readonly prints: string | undefined;
}

interface Block {
  readonly language: string;
  readonly first: number;
  /** Index of the line with the closing fence. */
  readonly end: number;
  readonly code: string;
}

const FENCE = /^```(\w*)\s*$/;
const NOT_RUN = /^\/\/ shown, not run: (\S.*)$/m;

/** Every `ts` block of a page of Markdown. */
export function examplesOf(file: string, markdown: string): readonly Example[] {
  const lines = markdown.split("\n");
  const blocks = fencedBlocks(lines);
  return blocks.flatMap((block, at) => {
    if (block.language !== "ts") return [];
    const next = blocks[at + 1];
    const follows =
      next?.language === "text" && lines.slice(block.end + 1, next.first - 1).every((line) => line === "");
    return [
      {
        file,
        line: block.first + 1,
        code: block.code,
        notRun: NOT_RUN.exec(block.code.split("\n", 1)[0]!)?.[1],
        prints: follows ? next.code : undefined,
      },
    ];
  });
}

function fencedBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const language = FENCE.exec(lines[at]!)?.[1];
    if (language === undefined) continue;
    const first = at + 1;
    while (++at < lines.length && lines[at] !== "```");
    blocks.push({ language, first, end: at, code: lines.slice(first, at).join("\n") });
  }
  return blocks;
}

/** Text without blanks at the ends of its lines and at its own end. */
export const withoutTrailingBlanks = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();
