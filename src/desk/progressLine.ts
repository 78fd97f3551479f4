/** One line of a terminal that is written over; nothing where there is no terminal. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

export function progressLine(stream: NodeJS.WriteStream, quiet: boolean): ProgressLine {
  if (quiet || !stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const over = (text: string): void => {
    stream.write(`\r\u001b[2K${text.slice(0, stream.columns - 1)}`);
  };
  return { show: over, clear: () => over("") };
}
