/** Reads bytes of a file from a position into a buffer, as many as it holds; gives how many there were. */
export type ReadBytes = (buffer: Uint8Array, position: number) => Promise<number>;

const CHUNK = 65_536;
const NEWLINE = 10;

/**
 * Where the last so many lines of a file of `size` bytes begin: 0 where it has no more. A line ends with a line end, the last
 * one also with the file.
 */
export async function startOfLastLines(read: ReadBytes, size: number, lines: number): Promise<number> {
  let left = lines;
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - CHUNK);
    const buffer = new Uint8Array(end - from);
    const length = await read(buffer, from);
    for (let at = length - 1; at >= 0; at--) {
      if (buffer[at] !== NEWLINE || from + at === size - 1) continue;
      left--;
      if (left === 0) return from + at + 1;
    }
    end = from;
  }
  return 0;
}
