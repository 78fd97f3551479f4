import { refused } from "./refusal.js";

/** The largest configuration file that is read unless told otherwise, in bytes. */
const LARGEST = 256 * 1024;

const CONTROL = /(?![\t\n\r])\p{Cc}|\r(?!\n)/u;

/**
 * The text of a configuration file, without a byte order mark.
 *
 * @throws ContangoError `CONFIG_SYNTAX` where it is too large, is not UTF-8 or holds a control character, with file,
 * line and column.
 */
export function decodeText(bytes: Uint8Array, file: string, largest = LARGEST): string {
  if (bytes.length > largest) {
    throw refused(
      "CONFIG_SYNTAX",
      { source: file, line: 1, column: 1 },
      `the file has ${bytes.length} bytes; a configuration of more than ${largest} is not read`,
    );
  }
  const text = decodeLines(bytes, file);
  const control = CONTROL.exec(text);
  if (control === null) return text;
  const before = text.slice(0, control.index).split("\n");
  const code = control[0].charCodeAt(0).toString(16).padStart(4, "0");
  throw refused(
    "CONFIG_SYNTAX",
    { source: file, line: before.length, column: before.at(-1)!.length + 1 },
    `there is a control character, U+${code}; take it out`,
  );
}

function decodeLines(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const line = firstBadLine(bytes);
    throw refused(
      "CONFIG_SYNTAX",
      { source: file, line, column: 1 },
      "this line is not UTF-8; save the file in that encoding",
    );
  }
}

/** No byte of a longer UTF-8 sequence is a line feed, so that lines can be decoded one by one. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let line = 1, start = 0; ; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (feed < 0) return line;
    start = feed + 1;
  }
}
