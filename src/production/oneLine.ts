/** The first line of a text, for a cell of a table; `…` where there is more. */
export function oneLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : `${text.slice(0, end).trimEnd()} …`;
}
