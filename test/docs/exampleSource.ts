import type { Example } from "./markdown.js";

/** Name of an example as a source file of its own. */
export const sourceName = ({ file, line }: Example): string => `${file}.L${line}.ts`;

/** Name of an example without its types. */
export const compiledName = (example: Example): string => sourceName(example).replace(/ts$/, "js");

/** The code on the lines that it has in its page. */
export const sourceText = ({ line, code }: Example): string => "\n".repeat(line - 1) + code;

/** A message in which examples go by the names of their pages. */
export const pageNames = (message: string): string => message.replace(/(\.md)\.L\d+\.[jt]s/g, "$1");
